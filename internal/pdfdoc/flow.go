package pdfdoc

// Heading opens a section. It is set only when what follows it is set, so that both stand on one page.
type Heading struct {
	Text string
	// Level is 1 for a chapter, 2 and 3 below it.
	Level int
	// Link is what leads here, if anything.
	Link Link
	// Bookmark is the text in the viewer's outline; "" is none.
	Bookmark string
	// BookmarkLevel is its depth there, from 0.
	BookmarkLevel int
	// About is a small text below the heading, which stays with it.
	About string
	// Chapter is what the heads of this page and of those after it say, from where the heading begins a page; "" leaves
	// them as they are. A heading of level 1 names its own.
	Chapter string
}

// The text styles of the page.
var (
	Body  = Style{Size: 9.5, Ink: Black}
	Small = Style{Size: 8, Ink: Grey}
	Title = Style{Size: 24, Bold: true, Ink: Accent}
)

// headingLines is how many lines a heading may have; a longer one ends in an ellipsis.
const headingLines = 3

func headingStyle(level int) (st Style, before, after float64) {
	switch level {
	case 1:
		return Style{Size: 16, Bold: true, Ink: Accent}, 6, 2.5
	case 2:
		return Style{Size: 12, Bold: true, Ink: Accent}, 5, 1.6
	}
	return Style{Size: 10, Bold: true, Ink: Black}, 3.5, 1.2
}

// Heading sets a heading together with the block that comes next.
func (d *Doc) Heading(h Heading) { d.pending = append(d.pending, h) }

func (d *Doc) headingHeight(h Heading) float64 {
	st, before, after := headingStyle(h.Level)
	if h.Level > 0 && h.Text == "" {
		return 0
	}
	// Measuring twice would count what was replaced or clipped twice.
	replaced, clipped := d.replaced, d.clipped
	lines := len(d.Wrap(h.Text, st, Width, headingLines))
	about := 0.0
	if h.About != "" {
		about = (float64(len(d.Wrap(h.About, Small, Width, 0))) + 0.5) * Small.Leading()
	}
	d.replaced, d.clipped = replaced, clipped
	return before + float64(lines)*st.Leading() + after + about
}

// flush sets the headings that wait.
func (d *Doc) flush() {
	waiting := d.pending
	d.pending = nil
	for _, h := range waiting {
		st, before, after := headingStyle(h.Level)
		if h.Text != "" && !d.fresh {
			d.y += before
		}
		d.Target(h.Link)
		if h.Chapter == "" && h.Level == 1 {
			h.Chapter = h.Text
		}
		if h.Chapter != "" {
			d.chapter = h.Chapter
			if d.fresh {
				d.chapters[len(d.chapters)-1] = h.Chapter
			}
		}
		if h.Bookmark != "" {
			d.letters(Body) // bookmarks are UTF-16 only while a UTF-8 font is selected
			d.level = max(0, min(h.BookmarkLevel, d.level+1))
			d.pdf.Bookmark(d.bookmarkText(h.Bookmark), d.level, max(0, d.y-4))
		}
		if h.Text == "" {
			continue
		}
		d.fresh = false
		d.lines(Left, d.Wrap(h.Text, st, Width, headingLines), st)
		d.y += after
		if h.About != "" {
			d.lines(Left, d.Wrap(h.About, Small, Width, 0), Small)
			d.y += Small.Leading() * 0.5
		}
	}
}

// bookmarkText shortens a text to what an outline can show.
func (d *Doc) bookmarkText(s string) string {
	runes := []rune(d.clean(firstRunes(s, 121)))
	if len(runes) > 120 {
		d.clipped++
		return string(runes[:119]) + "…"
	}
	return string(runes)
}

// lines writes lines from Y on and moves Y below them.
func (d *Doc) lines(x float64, lines []string, st Style) {
	for _, line := range lines {
		d.label(x, d.y+st.Leading()*0.78, line, st, AlignLeft)
		d.y += st.Leading()
	}
}

// Paragraph sets a text over the full width, across pages where it must, with at least two lines on each side
// of a page break.
func (d *Doc) Paragraph(s string, st Style) { d.paragraph(Left, Width, s, st, "") }

// Bullets sets one paragraph for each text, with a dot before it.
func (d *Doc) Bullets(texts []string, st Style) {
	for _, s := range texts {
		d.paragraph(Left+4.5, Width-4.5, s, st, "•")
	}
}

// Entry sets a term at the left and what there is to say of it beside it, across pages where it must.
func (d *Doc) Entry(term, text string, wide float64, st Style) {
	bold := st
	bold.Bold = true
	lines := d.Wrap(term, bold, wide-4, 4)
	height := float64(max(len(lines), 2)) * st.Leading()
	y := d.Reserve(height)
	d.y, d.fresh = y, y == Top
	for i, line := range lines {
		d.label(Left, y+(float64(i)+0.78)*st.Leading(), line, bold, AlignLeft)
	}
	page := d.Pages()
	d.paragraph(Left+wide, Width-wide, text, st, "")
	if d.Pages() == page { // a long term may be higher than a short text
		d.y = max(d.y, y+float64(len(lines))*st.Leading()+st.Leading()*0.35)
	}
	d.fresh = false
	d.y += st.Leading() * 0.3
}

func (d *Doc) paragraph(x, width float64, s string, st Style, dot string) {
	if s == "" {
		return
	}
	all := d.Wrap(s, st, width, 0)
	for first := true; len(all) > 0; first = false {
		keep := min(len(all), 2)
		if len(all) == 3 {
			keep = 3 // else one line would be left alone
		}
		d.Reserve(float64(keep) * st.Leading())
		d.y -= float64(keep) * st.Leading()
		n := min(len(all), max(keep, int((Bottom-d.y+1e-6)/st.Leading())))
		if len(all)-n == 1 && n > 2 {
			n--
		}
		if first && dot != "" {
			d.label(x-3.5, d.y+st.Leading()*0.78, dot, st, AlignLeft)
		}
		d.lines(x, all[:n], st)
		all = all[n:]
	}
	d.y += st.Leading() * 0.35
}

// Tone is what a box is for.
type Tone int

// A Note explains, a Warning must be seen.
const (
	NoteTone Tone = iota
	WarningTone
)

// Box sets a title and paragraphs on a tinted ground with a bar at the left. A box stays on one page; what does
// not fit on a whole page goes on in another box.
func (d *Doc) Box(title string, paragraphs []string, tone Tone) {
	bar, ground := Accent, Tint
	if tone == WarningTone {
		bar, ground = Warn, WarnTint
	}
	head, body := Style{Size: 9.5, Bold: true, Ink: bar}, Style{Size: 9, Ink: Black}
	const pad = 2.6
	inner := Width - 2*pad - 1.5
	type line struct {
		text string
		st   Style
	}
	var all []line
	if title != "" {
		for _, s := range d.Wrap(title, head, inner, headingLines) {
			all = append(all, line{s, head})
		}
	}
	for _, p := range paragraphs {
		for _, s := range d.Wrap(p, body, inner, 0) {
			all = append(all, line{s, body})
		}
	}
	perBox := int((Bottom - Top - 2*pad) / head.Leading())
	for len(all) > 0 {
		part := all[:min(len(all), perBox)]
		all = all[len(part):]
		height := 2 * pad
		for _, l := range part {
			height += l.st.Leading()
		}
		y := d.Reserve(height)
		d.FillRect(Left, y, Width, height, ground)
		d.FillRect(Left, y, 1.2, height, bar)
		y += pad
		for _, l := range part {
			d.label(Left+1.5+pad, y+l.st.Leading()*0.78, l.text, l.st, AlignLeft)
			y += l.st.Leading()
		}
		d.Space(2.5)
	}
}
