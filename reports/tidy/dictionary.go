package tidy

import (
	"bufio"
	"io"
	"strings"

	"siap/internal/l10n"
)

// writeDictionary writes what every table and column means, for people, in both languages.
func writeDictionary(w io.Writer, all []*table, files []resource) error {
	out := bufio.NewWriter(w) // which keeps its first error
	line := func(parts ...string) {
		for _, s := range parts {
			out.WriteString(s)
		}
		out.WriteByte('\n')
	}
	id, en := l10n.For(l10n.Indonesian), l10n.For(l10n.English)
	line("# ", id.Text("tidy.dictionary"), " · ", en.Text("tidy.dictionary"))
	for _, p := range []*l10n.Printer{id, en} {
		line()
		line(p.Text("tidy.about"))
		line()
		line(p.Text("tidy.conventions"))
	}
	for _, t := range all {
		var names []string
		for _, f := range files {
			if f.table == t {
				names = append(names, "`"+f.path+"`")
			}
		}
		line()
		line("## ", t.name)
		line()
		line(id.Text(t.titleKey()), "  ")
		line(en.Text(t.titleKey()))
		line()
		line(strings.Join(names, ", "))
		if len(t.key) > 0 {
			line()
			line(id.Text("tidy.key"), " · ", en.Text("tidy.key"), ": `", strings.Join(t.key, "`, `"), "`")
		}
		for _, l := range t.links {
			line()
			line("`", strings.Join(l.columns, "`, `"), "` → `", l.table, "`.`", strings.Join(l.to, "`, `"), "`")
		}
		line()
		heads := []string{"column", "type", "unit", "range", "empty", "meaning"}
		row := func(cells ...string) { line("| ", strings.Join(cells, " | "), " |") }
		var titles, rules []string
		for _, h := range heads {
			titles = append(titles, pair(id.Text("tidy.head."+h), en.Text("tidy.head."+h)))
			rules = append(rules, "---")
		}
		row(titles...)
		row(rules...)
		for _, c := range t.columns {
			empty := l10n.Unknown
			if c.missing {
				empty = pair(id.Text("tidy.yes"), en.Text("tidy.yes"))
			}
			row("`"+c.name+"`", string(c.kind), pair(c.unitText(id), c.unitText(en)), pair(c.rangeText(id), c.rangeText(en)), empty,
				pair(id.Text(t.columnKey(c)), en.Text(t.columnKey(c))))
		}
	}
	return out.Flush()
}

// pair is a text in both languages in a cell; once where they are the same.
func pair(id, en string) string {
	if id == en {
		return id
	}
	return id + "<br>" + en
}
