package survey_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring/questionnaire/form"
	"siap/scoring/questionnaire/form/survey"
	"siap/scoring/questionnaire/form/survey/surveytest"
)

// sheets reads a written workbook back.
func sheets(t *testing.T, data []byte) map[string][]map[string]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string][]map[string]string{}
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, cells := range rows[1:] {
			r := map[string]string{}
			for i, c := range cells {
				r[rows[0][i]] = c
			}
			out[name] = append(out[name], r)
		}
	}
	return out
}

func xlsForm(t *testing.T, f *form.Form, o survey.Options) map[string][]map[string]string {
	t.Helper()
	var b bytes.Buffer
	if err := survey.XLSForm(&b, f, o); err != nil {
		t.Fatal(err)
	}
	return sheets(t, b.Bytes())
}

var (
	xmlName   = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)
	reference = regexp.MustCompile(`\$\{([^}]*)\}`)
)

// wellFormed checks an XLSForm by the rules of its specification (xlsform.org) that the converter pyxform refuses a form
// for: known types, valid names that are unique, groups that close, lists that exist and have each name once, references to
// questions that exist, brackets that close, both languages everywhere or nowhere.
func wellFormed(t *testing.T, book map[string][]map[string]string) {
	t.Helper()
	lists := map[string][]string{}
	for _, c := range book["choices"] {
		list, name := c["list_name"], c["name"]
		if !xmlName.MatchString(list) || name == "" || strings.ContainsAny(name, " \t\n") {
			t.Errorf("the choice %q of the list %q has no valid name", name, list)
		}
		if slices.Contains(lists[list], name) {
			t.Errorf("the list %q has %q twice", list, name)
		}
		lists[list] = append(lists[list], name)
		if c["label::Bahasa Indonesia (id)"] == "" || c["label::English (en)"] == "" {
			t.Errorf("the choice %s of %s lacks a label", name, list)
		}
	}
	names := map[string]bool{}
	var groups []string
	for _, r := range book["survey"] {
		kind, argument, _ := strings.Cut(r["type"], " ")
		switch kind {
		case "begin_group":
			groups = append(groups, r["name"])
		case "end_group":
			if len(groups) == 0 || groups[len(groups)-1] != r["name"] {
				t.Fatalf("the group %s closes where %v are open", r["name"], groups)
			}
			groups = groups[:len(groups)-1]
			continue
		case "select_one", "select_multiple":
			if len(lists[argument]) == 0 {
				t.Errorf("%s chooses from the list %q, which is not there", r["name"], argument)
			}
		case "calculate":
			if r["calculation"] == "" {
				t.Errorf("%s calculates nothing", r["name"])
			}
		case "text", "decimal", "date", "note":
		default:
			t.Errorf("the type %q is not known", r["type"])
		}
		if !xmlName.MatchString(r["name"]) || names[r["name"]] {
			t.Errorf("the name %q is not valid, or not the only one", r["name"])
		}
		names[r["name"]] = true
		for _, column := range []string{"label", "hint", "constraint_message"} {
			id, en := r[column+"::Bahasa Indonesia (id)"], r[column+"::English (en)"]
			if (id == "") != (en == "") || (column == "label" && id == "" && kind != "calculate") {
				t.Errorf("%s has the %s %q and %q", r["name"], column, id, en)
			}
			if strings.Contains(id+en, "${") {
				t.Errorf("the %s of %s holds a reference", column, r["name"])
			}
		}
		if kind != "calculate" && kind != "note" && kind != "begin_group" && r["required"] != "no" {
			t.Errorf("%s is required: %q", r["name"], r["required"])
		}
	}
	if len(groups) > 0 {
		t.Errorf("the groups %v stay open", groups)
	}
	for _, r := range book["survey"] {
		for _, column := range []string{"relevant", "constraint", "calculation", "choice_filter"} {
			for _, found := range reference.FindAllStringSubmatch(r[column], -1) {
				if !names[found[1]] {
					t.Errorf("the %s of %s refers to %s, which is not there", column, r["name"], found[1])
				}
				if found[1] == r["name"] {
					t.Errorf("the %s of %s refers to itself", column, r["name"])
				}
			}
			if n := strings.Count(r[column], "(") - strings.Count(r[column], ")"); n != 0 || strings.Count(r[column], "'")%2 != 0 {
				t.Errorf("the %s of %s does not close its brackets or quotes: %s", column, r["name"], r[column])
			}
		}
	}
	settings := book["settings"]
	if len(settings) != 1 || !xmlName.MatchString(settings[0]["form_id"]) || settings[0]["version"] == "" ||
		settings[0]["default_language"] != "Bahasa Indonesia (id)" || settings[0]["form_title"] == "" {
		t.Errorf("the settings are %v", settings)
	}
}

func TestXLSFormOfEveryRubric(t *testing.T) {
	rubrics := map[string]*rubric.Rubric{"kinds": surveytest.Kinds()}
	for _, id := range library.IDs() {
		r, err := library.Open(id)
		if err != nil {
			t.Fatal(err)
		}
		rubrics[id] = r
	}
	for id, r := range rubrics {
		t.Run(id, func(t *testing.T) {
			f := form.New(r, form.Options{})
			book := xlsForm(t, f, survey.Options{Agencies: surveytest.Agencies().All()})
			wellFormed(t, book)
			have := map[string]string{}
			for _, row := range book["survey"] {
				have[row["name"]] = row["type"]
			}
			for q := range f.All() {
				for _, p := range []form.Part{form.Value, form.Evidence, form.Note} {
					if have[q.Field(p).Code()] == "" {
						t.Errorf("%s is not asked", q.Field(p).Code())
					}
				}
			}
			wellFormed(t, xlsForm(t, form.New(r, form.Options{Agency: surveytest.Agencies().All()[1]}), survey.Options{}))
			wellFormed(t, xlsForm(t, f, survey.Options{}))
		})
	}
}

// The kinds of answers become the types that apps know, each with its limits.
func TestXLSFormKinds(t *testing.T) {
	book := xlsForm(t, form.New(surveytest.Kinds(), form.Options{Slots: 2}), survey.Options{Agencies: surveytest.Agencies().All()})
	rows := map[string]map[string]string{}
	for _, r := range book["survey"] {
		if r["type"] != "end_group" {
			rows[r["name"]] = r
		}
	}
	for name, want := range map[string]map[string]string{
		"agency":     {"type": "select_one agencies", "appearance": "minimal", "choice_filter": "true()"},
		"respondent": {"type": "text", "constraint": "regex(., '^[A-Za-z0-9._-]{1,40}$')"},
		"role":       {"type": "select_one roles"},
		"applies_1":  {"type": "calculate", "calculation": "instance('agencies')/root/item[name = ${agency}]/applies_1"},
		"portal":     {"type": "select_one l_portal", "label::Bahasa Indonesia (id)": "1.1 Adakah portal data?", "hint::English (en)": "Evidence: the portal's address"},
		// The same choices are one list.
		"backup":            {"type": "select_one l_portal", "relevant": "(${role} = '' or ${role} = 'staff')"},
		"law":               {"type": "select_one yes_no"},
		"owner":             {"type": "select_one l_owner"},
		"channels":          {"type": "select_multiple l_channels", "constraint": "not((selected(., 'na') or selected(., 'dk')) and count-selected(.) > 1)"},
		"g_quality__1":      {"type": "begin_group", "label::English (en)": "2.1 Quality (1)"},
		"g_quality__2":      {"type": "begin_group", "relevant": "${quality__1__item} != ''"},
		"quality__2":        {"type": "select_one l_portal", "relevant": ""},
		"datacentre":        {"relevant": "(${agency} = '' or ${applies_1} = '1')"},
		"officers":          {"type": "decimal", "constraint": ". >= 0 and . <= 500", "constraint_message::Bahasa Indonesia (id)": "Bilangan 0 sampai 500."},
		"officers__special": {"type": "select_one special", "relevant": "${officers} = ''"},
		"uptime":            {"type": "decimal", "constraint": ". >= 0 and . <= 100"},
		"online":            {"type": "calculate", "calculation": "if(${online__part} != '' and ${online__whole} != '', ${online__part} div ${online__whole}, '')"},
		"online__whole":     {"type": "decimal", "constraint": ". != 0 and (${online__part} = '' or (${online__part} div . >= 0 and ${online__part} div . <= 1))"},
		"tested":            {"type": "date", "constraint": ""},
		"portal__evidence":  {"type": "text", "relevant": "${portal} != '' and not(selected(${portal}, 'na') or selected(${portal}, 'dk'))"},
		"officers__note":    {"type": "text", "relevant": "(${officers} != '' or ${officers__special} != '')"},
		"siap_form":         {"type": "calculate", "calculation": "'" + form.Version(surveytest.Kinds()) + "'"},
	} {
		for column, value := range want {
			if got := rows[name][column]; got != value {
				t.Errorf("the %s of %s is %q, want %q", column, name, got, value)
			}
		}
	}
	var agencies []string
	for _, c := range book["choices"] {
		if c["list_name"] == "agencies" {
			agencies = append(agencies, c["name"]+"|"+c["label::English (en)"]+"|"+c["applies_1"])
		}
	}
	want := []string{
		"kaltim|Provinsi Kalimantan Timur|1", "dinkes|Dinas Kesehatan (dinkes)|0",
		form.AgencyCode("rsud.aws") + "|RSUD A. Wahab Sjahranie|0", form.AgencyCode("dinkes-2") + "|Dinas Kesehatan (dinkes-2)|0",
	}
	if !slices.Equal(agencies, want) {
		t.Errorf("the agencies are %v, want %v", agencies, want)
	}
}

// A question that none of the agencies is asked is left out, and a form for one agency or one role asks for neither.
func TestXLSFormForSome(t *testing.T) {
	book := xlsForm(t, form.New(surveytest.Kinds(), form.Options{Role: "public"}), survey.Options{Agencies: surveytest.Agencies().All()[1:]})
	for _, r := range book["survey"] {
		switch {
		case r["name"] == "datacentre" || r["name"] == "backup" || strings.HasPrefix(r["name"], "applies"):
			t.Errorf("%s is asked", r["name"])
		case r["name"] == "role" && r["calculation"] != "'public'":
			t.Errorf("the role is %v", r)
		}
	}
	book = xlsForm(t, form.New(surveytest.Kinds(), form.Options{Agency: surveytest.Agencies().All()[2]}), survey.Options{})
	for _, r := range book["survey"] {
		if r["name"] == "agency" && r["calculation"] != "'"+form.AgencyCode("rsud.aws")+"'" {
			t.Errorf("the agency is %v", r)
		}
	}
}

// Every sheet says how far it goes: a converter that trusts a dimension of A1 reads an empty form without an error.
func TestXLSFormDimension(t *testing.T) {
	var b bytes.Buffer
	if err := survey.XLSForm(&b, form.New(surveytest.Kinds(), form.Options{}), survey.Options{Agencies: surveytest.Agencies().All()}); err != nil {
		t.Fatal(err)
	}
	book := sheets(t, b.Bytes())
	archive, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for i, name := range []string{"survey", "choices", "settings"} {
		part, err := archive.Open("xl/worksheets/sheet" + form.LevelCode(float64(i+1)) + ".xml")
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		var sheet struct {
			Dimension struct {
				Ref string `xml:"ref,attr"`
			} `xml:"dimension"`
		}
		if err := xml.Unmarshal(data, &sheet); err != nil {
			t.Fatal(err)
		}
		_, last, _ := strings.Cut(sheet.Dimension.Ref, ":")
		_, rows, err := excelize.CellNameToCoordinates(last)
		if err != nil || rows != len(book[name])+1 {
			t.Errorf("the sheet %s with %d rows says %q", name, len(book[name])+1, sheet.Dimension.Ref)
		}
		checked++
	}
	if checked != 3 {
		t.Errorf("%d sheets were looked at", checked)
	}
}

func TestXLSFormSameBytes(t *testing.T) {
	var a, b bytes.Buffer
	for _, out := range []*bytes.Buffer{&a, &b} {
		if err := survey.XLSForm(out, form.New(surveytest.Kinds(), form.Options{}), survey.Options{Agencies: surveytest.Agencies().All()}); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the same form was written with other bytes")
	}
}

// Texts of a rubric stay texts: neither a formula of a spreadsheet nor a reference of the form.
func TestXLSFormHostileTexts(t *testing.T) {
	r := surveytest.Kinds()
	n := r.Indicator("law")
	n.Question = rubric.Text{ID: "=cmd|' /C calc'!A0 ${agency}", EN: "${law}"}
	book := xlsForm(t, form.New(r, form.Options{}), survey.Options{})
	wellFormed(t, book)
	for _, row := range book["survey"] {
		if row["name"] == "law" && row["label::Bahasa Indonesia (id)"] != "=cmd|' /C calc'!A0 $ {agency}" {
			t.Errorf("the label is %q", row["label::Bahasa Indonesia (id)"])
		}
	}
}

// A rubric whose indicator has a name that the form needs itself is refused, with what to do.
func TestReservedNames(t *testing.T) {
	for _, id := range []string{"agency", "role", "portal__note"} {
		r := surveytest.Kinds()
		r.Indicator("law").ID = id
		r.Link()
		err := survey.XLSForm(io.Discard, form.New(r, form.Options{}), survey.Options{})
		if err == nil || !strings.Contains(err.Error(), id) || !strings.Contains(err.Error(), "rename") {
			t.Errorf("an indicator named %s: %v", id, err)
		}
	}
}
