package sql

import (
	"regexp"
	"strconv"
	"strings"
)

var plainName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,126}$`)

// Name reports whether a text may be the name of a database, a table or a column: letters, digits and underscores.
func Name(text string) bool { return plainName.MatchString(text) }

// identifier quotes a name that Name accepts.
func identifier(name string) string { return "`" + name + "`" }

// escapes are those that ClickHouse reads both in literals and in the values of parameters.
var escapes = strings.NewReplacer(
	`\`, `\\`, `'`, `\'`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "\b", `\b`, "\f", `\f`, "\x00", `\0`,
)

// literal writes a text as a literal of ClickHouse's SQL, for servers without parameters. Whatever stands in the text,
// the literal ends at its last character.
func literal(text string) string { return "'" + escapes.Replace(text) + "'" }

// statement is a query under construction, with the values that belong to it.
type statement struct {
	// parameters says that the server takes values beside the query; else they stand in it as literals.
	parameters bool
	values     map[string]string
	length     int
}

// maxParameters is how many bytes of values go into the address of a question; servers limit its length.
const maxParameters = 4000

// text gives what stands for a text in the query.
func (s *statement) text(value string) string {
	if s.length += len(value); !s.parameters || s.length > maxParameters {
		return literal(value)
	}
	if s.values == nil {
		s.values = map[string]string{}
	}
	name := "p" + strconv.Itoa(len(s.values))
	s.values[name] = value
	return "{" + name + ":String}"
}

// list gives what stands for several texts, between brackets.
func (s *statement) list(values []string) string {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = s.text(v)
	}
	return strings.Join(parts, ", ")
}

// number writes a number so that it is read back as nearly as the server can.
func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
