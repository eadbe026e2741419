package html

import "siap/reports/view"

// nationTexts is what a national report shows beside its governments, with the few numbers that are drawn or sorted by.
type nationTexts struct {
	Sentences []string      `json:"sentences"`
	Within    bool          `json:"within,omitempty"`
	Leagues   []leagueTexts `json:"leagues"`
	// Best are indicator, value, examples, evidence and its address; LeftOut are folder, title, state and reasons.
	Best    [][5]string `json:"best,omitempty"`
	LeftOut [][4]string `json:"leftOut,omitempty"`
}

type leagueTexts struct {
	Place       string    `json:"place"`
	Name        string    `json:"name"`
	Governments int       `json:"governments"`
	Median      string    `json:"median"`
	Middle      float64   `json:"middle"`
	Band        string    `json:"band,omitempty"`
	Shade       int       `json:"shade"`
	Points      []float64 `json:"points"`
	Span        string    `json:"span"`
	Width       float64   `json:"width"`
	Highest     string    `json:"highest"`
	Lowest      string    `json:"lowest"`
	Widest      string    `json:"widest,omitempty"`
}

func nationOf(r *view.Report) *nationTexts {
	n := r.Nation
	if n == nil {
		return nil
	}
	t := &nationTexts{Sentences: n.Sentences, Within: n.Within, Leagues: []leagueTexts{}}
	for _, l := range n.Leagues {
		one := leagueTexts{
			Place: l.Place, Name: l.Name, Governments: l.Governments, Median: l.Median.Text, Middle: l.Median.Value, Band: l.Band.Title,
			Shade: int(l.Band.Shade*4 + 0.5), Points: l.Points, Span: l.Span.Text, Width: l.Span.Value, Highest: whose(l.HighestName, l.Highest),
			Lowest: whose(l.LowestName, l.Lowest), Widest: whose(l.WidestName, l.Widest),
		}
		if one.Points == nil {
			one.Points = []float64{}
		}
		t.Leagues = append(t.Leagues, one)
	}
	for _, b := range n.Best {
		t.Best = append(t.Best, [5]string{view.Numbered(b.Code, b.Title), b.Value.Text, b.Examples, b.Evidence, b.Link})
	}
	for _, p := range n.LeftOut {
		t.LeftOut = append(t.LeftOut, [4]string{p.Path, p.Title, p.State, p.Reasons})
	}
	return t
}

// whose puts a name and its number together.
func whose(name string, n view.Num) string {
	if !n.Known {
		return n.Text
	}
	return name + " (" + n.Text + ")"
}
