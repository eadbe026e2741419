package questionnaire

import (
	"slices"
	"strings"
	"time"
)

// odk are the exports of ODK Central, as CSV or as the archive that it comes in.
var odk = &tool{
	name: "ODK Central",
	is: func(h headers) bool {
		return h.has("key") && h.has("submissiondate") && (h.has("formversion") || h.has("reviewstate") || h.has("submitterid"))
	},
	system: func(name string) bool {
		return slices.Contains([]string{
			"submissiondate", "key", "submitterid", "submittername", "attachmentspresent", "attachmentsexpected", "deviceid", "edits",
			"formversion", "parent_key",
		}, name) || metaColumn(name)
	},
	submitted: []string{"submissiondate"},
	zone:      time.UTC,
	id:        []string{"key"},
	version:   []string{"formversion"},
	verdicts: map[string]func(string) verdict{
		"reviewstate": func(cell string) verdict {
			switch strings.ToLower(cell) {
			case "rejected":
				return verdict{ruleRejected, true}
			case "hasissues":
				return verdict{ruleDoubted, false}
			}
			return verdict{}
		},
		"status": func(cell string) verdict {
			switch strings.ToLower(cell) {
			case "missing encrypted form data", "not decrypted":
				return verdict{ruleEncrypted, true}
			}
			return verdict{}
		},
	},
}
