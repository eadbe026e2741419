package questionnaire

import (
	"cmp"
	"math"
	"net/url"
	"path"
	"regexp"
	"strings"
	"time"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/scoring/agency"
)

// proof reads the evidence beside an answer: one item a line, each with the status of the row, and what the assessor
// recommends on the first.
func (f *bookFile) proof(s *bookSheet, r *bookRow, q *question, a *Answer, h *bookHead, ok bool) {
	c := f.rows.cells
	before := len(c.found)
	fine := h.fine
	text := func(part, column int) string {
		cell, at, readable := f.cell(s, r, part)
		fine = fine && readable
		f.line.set(column, cell.text, at)
		return cell.text
	}
	text(partEvidence, lineEvidence)
	said := text(partStatus, lineStatus)
	text(partRecommendation, lineRecommendation)
	text(partResponsible, lineResponsible)
	text(partDue, lineDue)
	row := f.line.row()
	zone := agency.WIB
	if h.who != nil {
		zone = h.who.Zone
	}
	shown, _ := c.text(row, "evidence")
	shownAt := f.line.at[lineEvidence]
	first := Evidence{Agency: a.Agency, Indicator: a.Indicator, Item: a.Item, Level: math.NaN(), Place: shownAt}
	first.Recommendation, _ = c.text(row, "recommendation")
	first.Responsible, _ = c.text(row, "responsible")
	first.Due, _ = c.date(row, "due", zone)
	status, known := statuses[strings.ToLower(said)]
	if !known {
		c.add(ruleStatus.At(f.line.at[lineStatus]).Saw(said).Allows(strings.Join(EvidenceStates, ", ")).
			Near(nearest.Of(said, EvidenceStates)))
	}
	first.Status = status
	var items []Evidence
	for _, line := range evidenceLines(shown) {
		e := first
		if len(items) > 0 {
			e.Recommendation, e.Responsible, e.Due = "", "", time.Time{}
		}
		e.Title, e.Link = titleAndLink(line)
		if !isLink(e.Link) {
			c.add(ruleLink.At(shownAt).Saw(e.Link).Allows("https://…, http://…, bukti/sk.pdf"))
		}
		items = append(items, e)
	}
	if len(items) == 0 {
		if first.Recommendation == "" && first.Responsible == "" && first.Due.IsZero() {
			if status != EvidenceStates[0] && known {
				c.add(ruleBookStatus.At(f.line.at[lineStatus]).About(a.Indicator).Saw(said))
			}
			return
		}
		// What the assessor recommends is kept though nothing was shown.
		first.Title, first.Status = cmp.Or(q.node.Title.In(f.m.Language), q.node.ID), EvidenceStates[0]
		first.Place = f.line.at[lineRecommendation]
		items = []Evidence{first}
	}
	if !fine || hasErrors(c.found[before:]) || (c.agencies != nil && h.who != nil && !q.node.Applies(h.who.Columns)) {
		return
	}
	// Only an assessor accepts; whoever claims the level cannot accept the proof of it.
	if status == accepted && (!ok || a.Assessed.State == Unknown) {
		for i := range items {
			items[i].Status = examined
		}
		c.add(ruleResponseAccepted.At(f.line.at[lineStatus]).About(a.Indicator).Saw(said).Allows(examined))
	}
	f.evidence = append(f.evidence, items...)
}

func hasErrors(found []*diag.Diagnostic) bool {
	for _, d := range found {
		if d.Severity == diag.Error {
			return true
		}
	}
	return false
}

// evidenceLines parts several items in one cell: by lines, and where every word is an address by the spaces or
// semicolons between them.
func evidenceLines(cell string) []string {
	var out []string
	for line := range strings.Lines(cell) {
		line = strings.Trim(line, " \t\r\n;")
		if line == "" {
			continue
		}
		words := strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == ';' || r == ',' || r == '\t' })
		addresses := 0
		for _, w := range words {
			if strings.HasPrefix(w, "https://") || strings.HasPrefix(w, "http://") {
				addresses++
			}
		}
		if addresses == len(words) {
			out = append(out, words...)
			continue
		}
		out = append(out, line)
	}
	return out
}

var (
	// addressed is how an address begins: the name of a protocol, or of a drive.
	addressed = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:\S*$`)
	// withExtension is how the name of a file ends.
	withExtension = regexp.MustCompile(`\.[A-Za-z0-9]{2,5}$`)
)

// titleLimit is how many characters of an address make a title.
const titleLimit = 100

// titleAndLink tells an address or a path from the name of a document, and gives it a title that people can read.
func titleAndLink(line string) (title, link string) {
	if strings.HasPrefix(strings.ToLower(line), "www.") && !strings.ContainsAny(line, " \t") {
		line = "https://" + line
	}
	if addressed.MatchString(line) {
		title = line
		if u, err := url.Parse(line); err == nil && u.Hostname() != "" {
			title = u.Hostname() + strings.TrimSuffix(u.Path, "/")
		}
		if letters := []rune(title); len(letters) > titleLimit {
			title = string(letters[:titleLimit-1]) + "…"
		}
		return title, line
	}
	if strings.ContainsAny(line, `/\`) && withExtension.MatchString(line) {
		return path.Base(strings.ReplaceAll(line, `\`, "/")), line
	}
	return line, ""
}
