package questionnaire

import (
	"slices"
	"strings"
	"time"

	"siap/scoring/questionnaire/form"
)

// kobo are the exports of KoboToolbox, CSV and XLSX, with names or labels, with or without the names of groups.
var kobo = &tool{
	name: "KoboToolbox",
	is: func(h headers) bool {
		own := 0
		for _, name := range koboColumns {
			if h.has(name) {
				own++
			}
		}
		return own >= 2 && h.has("_uuid", "_submission_time")
	},
	system: func(name string) bool {
		return slices.Contains(koboColumns, name) || metaColumn(name) || strings.HasSuffix(name, "_url") && strings.HasPrefix(name, "_")
	},
	submitted: []string{"_submission_time", "end"},
	zone:      time.UTC,
	id:        []string{"_uuid", "_id"},
	verdicts:  map[string]func(string) verdict{"_validation_status": koboVerdict},
	tags:      true,
}

var koboColumns = []string{
	"_id", "_uuid", "_submission_time", "_notes", "_status", "_submitted_by", "__version__", "_tags", "_index",
	"_parent_table_name", "_parent_index", "_attachments", "_geolocation", "_xform_id_string", "meta/rootuuid",
}

// metaColumn reports what phones and web forms note by themselves.
func metaColumn(name string) bool {
	if i := strings.LastIndexAny(name, "/-"); i >= 0 && strings.HasPrefix(name, "meta") {
		name = name[i+1:]
	}
	return slices.Contains([]string{
		"start", "end", "today", "deviceid", "username", "phonenumber", "simserial", "subscriberid", "audit", "background-audio",
		"instanceid", "instancename", "deprecatedid", "rootuuid", "formhub/uuid", "email", "start-geopoint",
	}, name)
}

// koboVerdict reads the words for the status of validation, as they stand with labels and with names.
func koboVerdict(cell string) verdict {
	switch form.Fold(strings.TrimPrefix(strings.ToLower(cell), "validation_status_")) {
	case "not approved", "tidak disetujui", "ditolak", "belum disetujui":
		return verdict{ruleNotApproved, true}
	case "on hold", "ditangguhkan", "ditahan", "ditunda":
		return verdict{ruleDoubted, false}
	}
	return verdict{}
}
