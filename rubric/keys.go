package rubric

import (
	"reflect"
	"strings"
)

// fieldsOf maps the keys of a type of the language to its fields.
func fieldsOf(t reflect.Type) map[string]int {
	fields := make(map[string]int, t.NumField())
	for i := range t.NumField() {
		if key := keyOf(t.Field(i)); key != "" {
			fields[key] = i
		}
	}
	return fields
}

// keysOf lists the keys of a type of the language in the order in which they are declared.
func keysOf(t reflect.Type) []string {
	keys := make([]string, 0, t.NumField())
	for i := range t.NumField() {
		if key := keyOf(t.Field(i)); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}

func keyOf(f reflect.StructField) string {
	key, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	return key
}

// requiredNumbers lists the numbers a mapping must give. Zero is a fair value for them, so only their absence
// from the file tells that they were forgotten; a text that was forgotten is seen by its being empty.
func requiredNumbers(t reflect.Type) []string {
	switch t {
	case reflect.TypeFor[Scale]():
		return []string{"min", "max"}
	case reflect.TypeFor[Band]():
		return []string{"from"}
	case reflect.TypeFor[Level]():
		return []string{"level"}
	case reflect.TypeFor[Action]():
		return []string{"to"}
	case reflect.TypeFor[Breakpoint]():
		return []string{"at", "score"}
	case reflect.TypeFor[Row]():
		return []string{"score"}
	case reflect.TypeFor[Option]():
		return []string{"points"}
	}
	return nil
}
