package generate

// office is one agency with what is made up about it.
type office struct {
	id, name, kind string
	// ready is its general readiness, 1 to 4.
	ready float64
	// officers is how many computer officers it needs by job analysis.
	officers int
}

// offices are the 24 agencies linked to the data centre, in the order in which the study names them.
var offices = []office{
	{"dpmptsp", "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", "dinas", 3.3, 6},
	{"diskominfo", "Dinas Komunikasi dan Informatika", "dinas_kominfo", 3.4, 12},
	{"dinsos", "Dinas Sosial", "dinas", 2.4, 4},
	{"disdik", "Dinas Pendidikan dan Kebudayaan", "dinas", 2.8, 6},
	{"dptph", "Dinas Pangan, Tanaman Pangan dan Hortikultura", "dinas", 2.3, 4},
	{"disperin", "Dinas Perindustrian, Perdagangan, Koperasi dan Usaha Kecil dan Menengah", "dinas", 2.4, 4},
	{"setda", "Sekretariat Daerah", "sekretariat", 2.8, 5},
	{"dishub", "Dinas Perhubungan", "dinas", 2.6, 4},
	{"bappeda", "Badan Perencanaan Pembangunan Daerah", "badan", 3.2, 6},
	{"bapenda", "Badan Pendapatan Daerah", "badan", 3.3, 8},
	{"bpbd", "Badan Penanggulangan Bencana Daerah", "badan", 2.5, 4},
	{"disbun", "Dinas Perkebunan", "dinas", 2.1, 3},
	{"disnak", "Dinas Peternakan dan Kesehatan Hewan", "dinas", 1.9, 3},
	{"dinkes", "Dinas Kesehatan", "dinas", 2.9, 6},
	{"rsud_aws", "RSUD Abdoel Wahab Sjahranie", "rumah_sakit", 2.8, 8},
	{"rskd", "RSUD dr. Kanujoso Djatiwibowo", "rumah_sakit", 2.2, 6},
	{"rsjd", "RSJD Atma Husada Mahakam", "rumah_sakit", 1.8, 4},
	{"dkp3a", "Dinas Kependudukan, Pemberdayaan Perempuan dan Perlindungan Anak", "dinas", 2.5, 5},
	{"disnakertrans", "Dinas Tenaga Kerja dan Transmigrasi", "dinas", 2.5, 4},
	{"bkd", "Badan Kepegawaian Daerah", "badan", 3.0, 6},
	{"dpk", "Dinas Perpustakaan dan Kearsipan", "dinas", 2.2, 4},
	{"esdm", "Dinas Energi dan Sumber Daya Mineral", "dinas", 2.4, 3},
	{"pupr", "Dinas Pekerjaan Umum, Penataan Ruang dan Perumahan Rakyat", "dinas", 2.6, 5},
	{"bpsdm", "Badan Pengembangan Sumber Daya Manusia", "badan", 2.7, 4},
}

// notApplicable are the agencies and indicators that all respondents answer with n/a: bodies without units of their
// own have no PPID pembantu, and one without services to others needs no API.
var notApplicable = map[[2]string]bool{
	{"bpsdm", "ppid_assistant_decree"}:  true,
	{"rsjd", "ppid_assistant_decree"}:   true,
	{"disnak", "ppid_assistant_decree"}: true,
	{"bpsdm", "api"}:                    true,
}

// unanswered are the agencies and indicators that nobody there could answer, so that they stay unknown as a whole.
var unanswered = map[[2]string]bool{
	{"dptph", "security_rules"}:  true,
	{"disbun", "data_rules"}:     true,
	{"disbun", "satu_data"}:      true,
	{"disnak", "data_rules"}:     true,
	{"disnak", "protection"}:     true,
	{"disnak", "security_rules"}: true,
	{"rskd", "recruitment"}:      true,
	{"rsjd", "protection"}:       true,
	{"rsjd", "satu_data"}:        true,
	{"rsjd", "data_rules"}:       true,
	{"dpk", "security_rules"}:    true,
	{"esdm", "training_budget"}:  true,
	{"bapenda", "power_backup"}:  true,
}

// noAPI are the agencies that run no API, so that nothing is measured there either.
var noAPI = map[string]bool{"disnak": true, "rsjd": true, "disbun": true, "bpsdm": true}

// boasts are the agencies and indicators where more is claimed than was measured.
var boasts = [][2]string{
	{"disdik", "channels"},
	{"dishub", "channels"},
	{"rskd", "channels"},
	{"dptph", "public_information"},
	{"setda", "public_information"},
	{"esdm", "api"},
	{"dinsos", "api"},
	{"pupr", "electronic_coordination"},
	{"bkd", "electronic_coordination"},
	{"disnakertrans", "participation"},
	{"rsud_aws", "staff_quantity"},
}
