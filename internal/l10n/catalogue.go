package l10n

import (
	"slices"
	"strings"
)

// Message is one message as the catalogues have it, for programs that fill it themselves, such as the script of a page.
type Message struct {
	// ID and EN are the message with its placeholders; One is the English one for a single thing, "" for none.
	ID, EN, One string
}

// In gives the message in a language.
func (m Message) In(lang string) string {
	if lang == English {
		return m.EN
	}
	return m.ID
}

// Messages gives the messages whose keys begin with any of the prefixes, by key.
func Messages(prefixes ...string) map[string]Message {
	all, _ := catalogue() // an unreadable catalogue fails the tests
	some := map[string]Message{}
	for key, m := range all {
		if slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(key, prefix) }) {
			some[key] = Message(m)
		}
	}
	return some
}
