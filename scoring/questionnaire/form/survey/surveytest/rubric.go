// Package surveytest is what the tests of survey forms and of the readers of survey exports share: a rubric with one
// question of every kind, agencies, and the exports that the tools would make of a filled-in form. Everything in it is
// invented.
package surveytest

import (
	"siap/rubric"
	"siap/scoring/agency"
)

// Kinds is a rubric with one question of each kind of answer, one that repeats, one that some agencies are not asked,
// and one that is asked of one role.
func Kinds() *rubric.Rubric {
	text := func(id, en string) rubric.Text { return rubric.Text{ID: id, EN: en} }
	levels := []rubric.Level{
		{Level: 1, Text: text("Belum ada", "Nothing yet")},
		{Level: 2, Text: text("Ada, sebagian", "There, in part")},
		{Level: 3, Text: text("Ada, \"lengkap\"", "There, \"complete\"")},
	}
	limit := func(x float64) *float64 { return &x }
	free := &rubric.Score{Method: rubric.Goalposts, Min: limit(0), Max: limit(100)}
	r := &rubric.Rubric{
		Schema: rubric.Schema, ID: "kinds", Version: "1.0", Title: text("Segala jenis", "Every kind"),
		Scale: rubric.Scale{Min: 1, Max: 3},
		Roles: []rubric.Role{
			{ID: "staff", Title: text("Aparatur", "Staff"), Weight: 1},
			{ID: "public", Title: text("Masyarakat", "The public"), Weight: 1},
		},
		Children: []*rubric.Node{
			{ID: "data", Title: text("Data", "Data"), Children: []*rubric.Node{
				{
					ID: "portal", Code: "1.1", Title: text("Portal", "Portal"), Question: text("Adakah portal data?", "Is there a data portal?"), Levels: levels,
					Evidence: text("alamat portal", "the portal's address"),
				},
				{ID: "backup", Code: "1.2", Title: text("Cadangan", "Backup"), Question: text("Adakah cadangan data?", "Are there backups?"), Levels: levels, AskedOf: []string{"staff"}},
				{ID: "law", Title: text("Aturan", "Rule"), Question: text("Adakah aturannya?", "Is there a rule?"), Answer: &rubric.Answer{Kind: rubric.YesNo}},
				{ID: "owner", Title: text("Wali data", "Steward"), Question: text("Siapa wali datanya?", "Who is the data steward?"), Answer: &rubric.Answer{Kind: rubric.Choice, Options: []rubric.Option{
					{ID: "none", Points: 1, Text: text("Belum ditunjuk", "Nobody yet")},
					{ID: "unit", Points: 3, Text: text("Unit kerja", "A unit")},
				}}},
				{ID: "channels", Title: text("Kanal", "Channels"), Question: text("Kanal apa saja yang ada?", "Which channels are there?"), Answer: &rubric.Answer{Kind: rubric.Multiple, Options: []rubric.Option{
					{ID: "web", Points: 1, Text: text("Situs web", "Web site")},
					{ID: "app", Points: 2, Text: text("Aplikasi Android/iOS", "App for Android/iOS")},
					{ID: "desk", Points: 4, Text: text("Loket, meja layanan", "Counter, service desk")},
				}}},
			}},
			{ID: "service", Title: text("Layanan", "Services"), Children: []*rubric.Node{
				{ID: "quality", Code: "2.1", Title: text("Mutu layanan", "Quality"), Question: text("Sejauh mana layanan daring?", "How far is the service online?"), Levels: levels, Repeats: rubric.RepeatRows},
				{ID: "datacentre", Title: text("Pusat data", "Data centre"), Question: text("Adakah pusat data?", "Is there a data centre?"), Levels: levels, AppliesTo: map[string][]string{"type": {"provinsi"}}},
				{ID: "officers", Title: text("Pranata komputer", "Computer officers"), Question: text("Berapa pranata komputer?", "How many computer officers are there?"), Unit: "orang", Score: free, Answer: &rubric.Answer{
					Kind: rubric.Number, Limits: &rubric.Limits{Min: limit(0), Max: limit(500)},
				}},
				{ID: "uptime", Title: text("Ketersediaan", "Availability"), Question: text("Berapa persen tersedia?", "How many per cent of the time is it up?"), Answer: &rubric.Answer{Kind: rubric.Percentage}},
				{ID: "online", Title: text("Daring", "Online"), Question: text("Berapa bagian layanan yang daring?", "Which share of the services is online?"), Answer: &rubric.Answer{
					Kind: rubric.Ratio, Numerator: text("layanan daring", "services online"), Denominator: text("semua layanan", "all services"),
					Limits: &rubric.Limits{Min: limit(0), Max: limit(1)},
				}},
				{ID: "tested", Title: text("Uji pulih", "Recovery test"), Question: text("Kapan uji pulih terakhir?", "When was recovery last tested?"), Score: free, Answer: &rubric.Answer{Kind: rubric.Date}},
			}},
		},
	}
	r.Link()
	return r
}

// Agencies are four agencies, one with an id that not every tool allows and two with the same name.
func Agencies() *agency.List {
	of := func(id, name, kind string) *agency.Agency {
		return &agency.Agency{ID: id, Name: name, Type: kind, Weight: 1, Zone: agency.WITA, Columns: map[string]string{"type": kind}}
	}
	return agency.NewList([]*agency.Agency{
		of("kaltim", "Provinsi Kalimantan Timur", "provinsi"),
		of("dinkes", "Dinas Kesehatan", "dinas"),
		of("rsud.aws", "RSUD A. Wahab Sjahranie", "rumah sakit"),
		of("dinkes-2", "Dinas Kesehatan", "dinas"),
	}, []string{"type"})
}
