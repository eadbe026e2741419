package page

// words are the messages that the script says, without their page.js. in front.
var words = []string{
	"agency", "agency.choose", "agency.find", "agency.id", "agency.hint", "respondent", "respondent.hint", "role",
	"role.none", "role.hint", "progress", "progress.short", "left", "left.none", "saved.at", "saved.not",
	"saved.unsent", "blocked", "restored", "close", "cancel", "clear", "none", "number", "percentage", "date",
	"numerator", "denominator", "echo", "hint.cumulative", "hint.multiple", "hint.range", "source", "item",
	"item.hint", "row", "row.add", "row.remove", "row.sure", "more", "note", "evidence.typical",
	"evidence.wanted", "evidence.one", "evidence.add", "evidence.remove", "evidence.title", "evidence.link",
	"evidence.link.hint", "evidence.status", "evidence.level", "evidence.level.none", "error.number",
	"error.range", "error.ratio", "error.zero", "error.date", "error.item", "error.twice", "error.long",
	"error.title", "error.link", "error.agency", "error.noagency", "error.respondent", "error.name", "summary",
	"summary.how", "export.anyway", "exported", "import.large", "import.broken", "import.other", "import.rubric",
	"import.agency", "import.role", "import.outdated", "import.take", "import.sure", "import.replace", "imported",
	"import.lost", "import.faults", "restart.sure", "restart.yes", "restarted", "pick.both", "pick.kept",
	"pick.screen", "pick.other", "pick.new", "elsewhere", "elsewhere.load", "paper.respondent", "paper.rubric", "paper.time",
	"paper.progress", "paper.number", "paper.question", "paper.answer", "paper.more", "paper.none",
}
