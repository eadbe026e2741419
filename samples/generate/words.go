package generate

// notes are what an interviewer wrote about an indicator: first where it stands low, then where it stands high.
var notes = map[string][2]string{
	"data_management": {
		"Daftar data baru disusun oleh dua bidang; format antarbidang masih berbeda.",
		"Daftar data lengkap dan penanggung jawab tiap bidang sudah ditetapkan.",
	},
	"data_process": {
		"Data pelayanan masih diketik ulang dari formulir kertas.",
		"SOP layanan utama berlaku dan data tercatat saat layanan diberikan.",
	},
	"public_information": {
		"Daftar Informasi Publik belum dimutakhirkan sejak tahun lalu.",
		"Informasi berkala diumumkan sesuai jadwal; permohonan tercatat dalam register.",
	},
	"satu_data": {
		"Walidata sudah ditunjuk, tetapi metadata baru ada untuk beberapa tabel.",
		"Data prioritas diperiksa walidata sebelum dimuat di portal data.",
	},
	"integration": {
		"Pemohon masih harus membuka beberapa situs untuk satu urusan.",
		"Layanan utama dapat dicapai dari satu halaman dengan data yang sama.",
	},
	"api": {
		"Permintaan data antarinstansi masih dilayani dengan berkas.",
		"API data utama terdokumentasi dan dipakai instansi lain.",
	},
	"channels": {
		"Berita di situs jarang diganti; pertanyaan lebih sering masuk lewat WhatsApp.",
		"Situs, PPID, dan SP4N-LAPOR! masing-masing memiliki petugas.",
	},
	"participation": {
		"Masukan masyarakat sebagian besar berupa pengaduan dan jawabannya sering lambat.",
		"Tindak lanjut pengaduan dibahas setiap bulan dan dikabarkan kepada pelapor.",
	},
	"national_law": {
		"Peraturan nasional dirujuk, tetapi kewajibannya belum dipetakan ke bidang.",
		"Kewajiban SPBE sudah dibagi ke bidang dan masuk Renja.",
	},
	"regional_regulation": {
		"Peraturan yang ada baru mengatur tugas, belum tata kelolanya.",
		"Peraturan gubernur dijadikan pegangan dalam rapat perencanaan.",
	},
	"ppid_decree": {
		"SK PPID masih memuat nama pejabat lama.",
		"SK PPID diperbarui setelah perubahan susunan organisasi.",
	},
	"ppid_assistant_decree": {
		"PPID pembantu ditunjuk, tetapi tugasnya belum dijelaskan.",
		"Seluruh unit memiliki PPID pembantu yang memasok informasi.",
	},
	"security_rules": {
		"Baru ada imbauan tentang kata sandi; belum ada kebijakan tertulis.",
		"Kebijakan keamanan informasi ditetapkan dan ada prosedur insiden.",
	},
	"data_rules": {
		"Permintaan data diputuskan kasus per kasus oleh atasan.",
		"Klasifikasi data dan tata cara berbagi pakai sudah diatur.",
	},
	"coordination": {
		"Rapat koordinasi diadakan bila ada masalah; notula tidak selalu dibuat.",
		"Tim koordinasi bertemu tiap bulan dan tindak lanjutnya dicatat.",
	},
	"electronic_coordination": {
		"Undangan rapat dan disposisi sebagian besar masih di atas kertas.",
		"Persuratan dan disposisi sudah melalui Srikandi.",
	},
	"shared_platform": {
		"Bidang masih membangun aplikasi sendiri untuk keperluan yang sama.",
		"Aplikasi baru dibangun setelah mendapat rekomendasi Diskominfo.",
	},
	"agencies_connected": {
		"Sebagian perangkat daerah belum terhubung dengan jaringan intra.",
		"Hampir semua perangkat daerah terhubung dan aktif.",
	},
	"awareness": {
		"Sebagian pegawai menganggap aplikasi sebagai urusan bagian umum.",
		"Pegawai memakai aplikasi sebagai cara kerja utama.",
	},
	"leadership": {
		"Dukungan pimpinan ada, tetapi target dan anggarannya belum tetap.",
		"Pimpinan menanyakan capaian aplikasi dalam rapat staf.",
	},
	"staff_quality": {
		"Perawatan server masih bergantung pada pihak ketiga.",
		"Pegawai TIK mampu mengelola layanan tanpa bantuan harian.",
	},
	"staff_quantity": {
		"Satu pranata komputer merangkap pengelola situs, jaringan, dan pengadaan.",
		"Formasi pranata komputer sudah hampir terisi menurut anjab ABK.",
	},
	"training": {
		"Pelatihan diikuti bila ada undangan dari instansi lain.",
		"Rencana pelatihan tahunan disusun dari kesenjangan kompetensi.",
	},
	"training_budget": {
		"Anggaran pelatihan dialihkan pada pertengahan tahun.",
		"Anggaran pelatihan tetap dan cukup untuk sebagian besar rencana.",
	},
	"recruitment": {
		"Kekurangan tenaga ditutup dengan pegawai honorer.",
		"Formasi diusulkan tiap tahun berdasarkan anjab ABK.",
	},
	"volunteers": {
		"Relawan TIK dilibatkan pada acara tertentu saja.",
		"Relawan TIK mendampingi warga dalam program tahunan.",
	},
	"devices": {
		"Beberapa komputer berumur lebih dari tujuh tahun dan dipakai bergantian.",
		"Inventaris perangkat lengkap dan ada jadwal pemeliharaan.",
	},
	"network": {
		"Jaringan melambat pada jam sibuk, terutama di lantai atas.",
		"Jaringan stabil; gangguan umumnya selesai dalam hari yang sama.",
	},
	"data_centre": {
		"Pendingin ruang peladen belum memiliki cadangan.",
		"Pusat data dipantau 24 jam dan pencadangan dilakukan tiap malam.",
	},
	"power_backup": {
		"UPS hanya cukup untuk mematikan server dengan aman.",
		"UPS dan genset menyala otomatis ketika listrik padam.",
	},
	"protection": {
		"Pencadangan dilakukan, tetapi pemulihannya belum pernah dicoba.",
		"Hak akses ditinjau berkala dan pencadangan diuji.",
	},
	"regional_coverage": {
		"Beberapa kantor di daerah hulu belum memiliki sambungan tetap.",
		"Kantor pemerintah di hampir semua kabupaten/kota terjangkau jaringan.",
	},
}

// voices are quotations by topic: first of those who find it wanting, then of those who are content.
var voices = map[string][2][]string{
	"public": {
		{
			"Saya sudah mengadu lewat aplikasi, tetapi akhirnya tetap disuruh datang ke kantor.",
			"Situsnya banyak, saya tidak tahu harus membuka yang mana.",
			"Jawabannya datang setelah dua minggu, padahal saya perlu cepat.",
			"Informasi di situsnya masih informasi tahun lalu.",
		},
		{
			"Pengaduan saya dijawab dalam tiga hari, itu lebih cepat daripada yang saya kira.",
			"Sekarang tidak perlu antre, cukup dari telepon genggam.",
			"Syaratnya jelas di situs, jadi saya datang hanya sekali.",
		},
	},
	"data": {
		{
			"Angka di bidang kami dan di bidang sebelah sering tidak sama.",
			"Data ada, hanya saja mencarinya yang lama.",
			"Kalau diminta data, kami kirim berkas Excel satu per satu.",
		},
		{
			"Kalau ada yang meminta data, kami cukup memberi tautannya.",
			"Satu daftar data itu sangat menolong waktu menyusun laporan.",
		},
	},
	"legal": {
		{
			"Aturannya kami tahu ada, tetapi belum pernah dibahas di bidang.",
			"Selama belum ada aturan tertulis, kami memakai kebiasaan saja.",
		},
		{
			"Dasar hukumnya sudah jelas, sekarang tinggal menjalankannya.",
			"Setiap usulan kami cantumkan dulu dasar hukumnya.",
		},
	},
	"institutional": {
		{
			"Rapatnya masih tatap muka; kalau daring, sinyal di daerah sering putus.",
			"Aplikasinya dipakai kalau diminta saja.",
			"Koordinasi kami masih mengandalkan siapa kenal siapa.",
		},
		{
			"Disposisi sekarang sampai dalam hitungan menit.",
			"Pimpinan sendiri memakai aplikasinya, jadi kami ikut.",
		},
	},
	"human": {
		{
			"Kami berdua mengurus semuanya, dari jaringan sampai situs.",
			"Pelatihan terakhir yang saya ikuti sudah dua tahun lalu.",
			"Tenaga yang sudah pandai biasanya pindah.",
		},
		{
			"Yang sudah dilatih wajib mengajari teman sebidang.",
			"Tahun ini kami mendapat dua pranata komputer baru.",
		},
	},
	"technology": {
		{
			"Kalau hujan lebat, internetnya ikut hilang.",
			"Saya memakai laptop sendiri untuk bekerja.",
			"Listrik padam berarti pelayanan juga berhenti.",
		},
		{
			"Sejak server dipindah ke pusat data, hampir tidak pernah mati.",
			"Kalau ada gangguan, petugasnya cepat datang.",
		},
	},
}

// publicTopics are the indicators about which the public's voices speak.
var publicTopics = map[string]bool{"public_information": true, "integration": true, "channels": true, "participation": true}

// quotesOf gives the quotations that fit an answer; none where no voice speaks of it.
func (w *world) quotesOf(indicator, role string, low bool) []string {
	side := 1
	if low {
		side = 0
	}
	if role == "public" {
		if !publicTopics[indicator] {
			return nil
		}
		return voices["public"][side]
	}
	return voices[w.dimension[indicator]][side]
}

// paper is a kind of evidence item.
type paper struct {
	indicator string
	level     float64
	title     string
}

// papers are the items of data dukung that agencies show.
var papers = []paper{
	{"data_management", 3, "Daftar data dan SK penanggung jawab data"},
	{"data_process", 3, "SOP layanan utama"},
	{"public_information", 3, "Daftar Informasi Publik 2025"},
	{"satu_data", 2, "SK walidata dan produsen data"},
	{"national_law", 3, "Matriks kewajiban SPBE dalam Renja 2025"},
	{"ppid_decree", 3, "SK PPID"},
	{"security_rules", 3, "Kebijakan keamanan informasi"},
	{"coordination", 3, "Notula rapat tim koordinasi SPBE"},
	{"electronic_coordination", 3, "Rekapitulasi surat elektronik Srikandi"},
	{"leadership", 3, "Renstra 2024–2026, bab SPBE"},
	{"training", 3, "Rencana pelatihan TIK 2025"},
	{"recruitment", 3, "Dokumen anjab ABK"},
	{"devices", 3, "Daftar inventaris perangkat TIK"},
	{"power_backup", 3, "Berita acara uji genset"},
	{"protection", 3, "Laporan uji pemulihan cadangan"},
}
