package pdf

import (
	"fmt"
	"strings"

	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// setter holds what the parts of the document share.
type setter struct {
	d           *pdfdoc.Doc
	r           *view.Report
	p           *l10n.Printer
	title, tool string
	progress    func(done, all int)
	noLogo      bool
	// profiles are the agencies that have a page.
	profiles []*view.Agency
	// links lead to the agencies' own pages, appendix to their indicators, both by anchor.
	links, appendix map[string]pdfdoc.Link
	field           map[bool]*field
}

// chapter is one part of a report, with its line in the contents.
type chapter struct {
	title string
	set   func()
	link  pdfdoc.Link
	// page says that the chapter always begins a page; bare that it sets its own heading.
	page, bare bool
}

// report sets the report on all agencies.
func (s *setter) report() {
	for _, a := range s.profiles {
		s.links[a.Anchor] = s.d.NewLink()
	}
	var chapters []chapter
	add := func(wanted bool, c chapter) {
		if wanted {
			c.link = s.d.NewLink()
			chapters = append(chapters, c)
		}
	}
	r, many := s.r, len(s.r.Agencies) > 1
	if title, ok := s.addressed(); ok {
		add(true, chapter{title: title, set: s.preface, page: true})
	}
	add(many, chapter{title: s.t("summary"), set: s.summary, page: true, bare: true})
	add(many, chapter{title: s.t("ranking"), set: s.ranking, page: true})
	add(r.History != nil && many, chapter{title: s.t("history"), set: s.history})
	add(r.Map != nil, chapter{title: s.t("map"), set: s.placeMap, page: true})
	add(r.Nation != nil && many, chapter{title: s.p.Text("view.nation"), set: s.nation, page: true})
	add(many && len(r.Dimensions) > 0, chapter{title: s.t("heat"), set: s.heatMap, page: true})
	add(many && len(r.Views) > 0, chapter{title: s.p.Text("view.section.views"), set: s.views})
	add(many && r.Robust != nil, chapter{title: s.t("robust"), set: s.robust})
	add(many && r.Measured, chapter{title: s.t("contradictions"), set: s.contradictions})
	add(many && r.Optimism != nil, chapter{title: s.p.Text("view.section.optimism"), set: s.optimism})
	add(many && r.Actionable, chapter{title: s.t("actions"), set: s.commonActions})
	switch {
	case many && len(s.profiles) > 0:
		for _, a := range s.profiles {
			s.appendix[a.Anchor] = s.d.NewLink()
		}
		add(true, chapter{title: s.t("profiles"), set: s.agencies, page: true, bare: true})
		add(true, chapter{title: s.t("appendix"), set: s.indicators, page: true})
	case len(r.Agencies) == 1 && len(s.profiles) == 1:
		add(true, chapter{title: s.t("summary"), set: s.agencies, page: true, bare: true})
		add(true, chapter{title: s.t("details"), set: func() { s.details(r.Agencies[0]) }, page: true})
	}
	add(true, chapter{title: s.t("method"), set: s.method, page: true})
	add(true, chapter{title: s.t("quality"), set: s.quality})
	add(true, chapter{title: s.t("provenance"), set: s.provenance})
	s.cover("", chapters)
	s.set(chapters)
}

// single sets the file of one agency.
func (s *setter) single(a *view.Agency) {
	s.profiles = []*view.Agency{a}
	s.links[a.Anchor] = s.d.NewLink()
	var chapters []chapter
	add := func(c chapter) {
		c.link = s.d.NewLink()
		chapters = append(chapters, c)
	}
	if title, ok := s.addressed(); ok {
		add(chapter{title: title, set: s.preface, page: true})
	}
	add(chapter{title: s.t("profile"), set: s.agencies, page: true, bare: true})
	add(chapter{title: s.t("details"), set: func() { s.details(a) }, page: true})
	add(chapter{title: s.t("method"), set: s.methodShort})
	add(chapter{title: s.t("provenance"), set: s.provenanceFacts})
	s.cover(a.Name, chapters)
	s.set(chapters)
}

// set sets the chapters, each with its heading.
func (s *setter) set(chapters []chapter) {
	for _, c := range chapters {
		// A chapter begins a page where it wants it, or little of the last one is left.
		if c.page || s.d.Room() < 90 {
			s.d.PageBreak()
		}
		h := pdfdoc.Heading{Text: c.title, Level: 1, Link: c.link, Bookmark: c.title}
		if c.bare {
			h.Text, h.Chapter = "", c.title
		}
		s.d.Heading(h)
		c.set()
	}
	if n := s.d.Replaced(); n > 0 {
		var codes []string
		for _, r := range s.d.Lost() {
			codes = append(codes, fmt.Sprintf("U+%04X", r))
		}
		s.d.Box(s.t("replaced"), []string{s.t("replaced.n", "n", n), s.t("replaced.codes", "codes", strings.Join(codes, ", "))}, pdfdoc.NoteTone)
	}
}
