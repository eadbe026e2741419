package page

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"siap/reports/view"
)

// slopes is a slope chart of places: one column for each result, the first place at the top, a line for each agency. The
// told ones are in colour and have their names, and a bar for the interval of each place.
type slopes struct {
	Width, Height int
	Top, Bottom   float64
	Columns       []tick
	Faint         []string
	Lines         []slope
}

// slope is the line of one agency.
type slope struct {
	Class  string
	Path   string
	Places []place
	Name   string
	X, Y   float64
	// EndX and EndY are the last place, to lead the eye to a name that had to be moved.
	EndX, EndY float64
}

// place is one place on a line.
type place struct {
	X, Y, Best, Worst float64
	Text              string
}

// told is an agency that is told step by step.
type told struct {
	Name  string
	Line  *view.TrendLine
	Path  []toldPoint
	Steps []toldStep
}

// toldPoint is where an agency stood in one result; the point is nil where it has no index.
type toldPoint struct {
	Label string
	Point *view.TrendPoint
}

type toldStep struct {
	Label  string
	Change *view.Change
}

// coloured is how many lines can be told apart.
const coloured = 8

func newComparisonPage(s shell, c *view.Comparison, agencies []string, top int) comparisonPage {
	out := comparisonPage{shell: s, C: c, Last: &c.Steps[len(c.Steps)-1]}
	for _, id := range agencies {
		out.Told = append(out.Told, tell(c, id))
	}
	marked := agencies
	out.Movers = out.Last.Changes
	if top > 0 && len(out.Movers) > 2*top {
		ranked := slices.IndexFunc(append(slices.Clone(out.Movers), view.Change{}), func(c view.Change) bool { return !c.PlacesGained.Known })
		if ranked > 2*top {
			out.Movers = append(slices.Clone(out.Movers[:top]), out.Movers[ranked-top:ranked]...)
		} else {
			out.Movers = out.Movers[:2*top]
		}
	}
	out.More = len(out.Last.Changes) - len(out.Movers)
	if len(marked) == 0 {
		for _, change := range out.Movers[:min(len(out.Movers), coloured/2)] {
			marked = append(marked, change.ID)
		}
		for _, change := range out.Movers[max(len(marked), len(out.Movers)-coloured/2):] {
			marked = append(marked, change.ID)
		}
	}
	out.Chart = newSlopes(c, marked[:min(len(marked), coloured)])
	return out
}

// tell finds an agency in every step.
func tell(c *view.Comparison, id string) told {
	out := told{Name: id}
	for i := range c.Lines {
		if c.Lines[i].ID == id {
			out.Line, out.Name = &c.Lines[i], c.Lines[i].Name
			for side, p := range c.Lines[i].Points {
				label := c.Sides[side].Label
				if p != nil && p.Break {
					label += " *"
				}
				out.Path = append(out.Path, toldPoint{label, p})
			}
		}
	}
	for i := range c.Steps {
		for k := range c.Steps[i].Changes {
			if c.Steps[i].Changes[k].ID == id {
				out.Steps = append(out.Steps, toldStep{c.Steps[i].Label, &c.Steps[i].Changes[k]})
			}
		}
	}
	return out
}

// newSlopes lays the chart out; nil where nobody has a place.
func newSlopes(c *view.Comparison, marked []string) *slopes {
	last := 0
	for _, l := range c.Lines {
		for _, p := range l.Points {
			if p != nil {
				last = max(last, p.Rank, p.Worst)
			}
		}
	}
	if last == 0 {
		return nil
	}
	s := &slopes{Width: 900, Height: 520, Top: 44, Bottom: 500}
	const left, right = 40.0, 650.0
	x := func(side int) float64 { return left + float64(side)/float64(max(1, len(c.Sides)-1))*(right-left) }
	y := func(rank int) float64 { return s.Top + float64(rank-1)/float64(max(1, last-1))*(s.Bottom-s.Top) }
	for i, side := range c.Sides {
		s.Columns = append(s.Columns, tick{x(i), short(side.Label, len(c.Sides))})
	}
	numbers := make([][]tick, len(c.Sides))
	for i := range c.Lines {
		l := &c.Lines[i]
		path := lineOf(l, x, y)
		at := slices.Index(marked, l.ID)
		if at < 0 {
			if path != "" {
				s.Faint = append(s.Faint, path)
			}
			continue
		}
		one := slope{Class: "c" + strconv.Itoa(at%coloured), Path: path, Name: l.Short, X: right + 16}
		for side, p := range l.Points {
			if p == nil || p.Rank == 0 {
				continue
			}
			at := place{X: x(side), Y: y(p.Rank), Best: y(p.Rank), Worst: y(p.Rank), Text: strconv.Itoa(p.Rank)}
			if p.Best > 0 {
				at.Best, at.Worst = y(p.Best), y(p.Worst)
			}
			if shown := placed(numbers[side], tick{at.Y, at.Text}, 12); len(shown) > len(numbers[side]) {
				numbers[side] = shown
			} else {
				at.Text = "" // it would lie on another; the line has its name
			}
			one.Places = append(one.Places, at)
			one.EndX, one.EndY = at.X, at.Y
			one.Y = at.Y
		}
		if len(one.Places) > 0 {
			s.Lines = append(s.Lines, one)
		}
	}
	s.spread()
	return s
}

// short cuts a label to what a column has room for.
func short(label string, columns int) string {
	most := max(6, 90/columns)
	if runes := []rune(label); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return label
}

// spread moves names apart that would lie on each other.
func (s *slopes) spread() {
	const room = 18
	order := make([]*slope, len(s.Lines))
	for i := range s.Lines {
		order[i] = &s.Lines[i]
	}
	slices.SortStableFunc(order, func(a, b *slope) int {
		switch {
		case a.Y < b.Y:
			return -1
		case a.Y > b.Y:
			return 1
		}
		return 0
	})
	for i := 1; i < len(order); i++ {
		order[i].Y = max(order[i].Y, order[i-1].Y+room)
	}
	if n := len(order); n > 0 && order[n-1].Y > s.Bottom+8 {
		order[n-1].Y = s.Bottom + 8
		for i := n - 2; i >= 0; i-- {
			order[i].Y = min(order[i].Y, order[i+1].Y-room)
		}
	}
}

// lineOf draws an agency's places, broken where it has none.
func lineOf(l *view.TrendLine, x func(int) float64, y func(int) float64) string {
	var path strings.Builder
	open := false
	for side, p := range l.Points {
		if p == nil || p.Rank == 0 {
			open = false
			continue
		}
		command := "M"
		if open {
			command = "L"
		}
		fmt.Fprintf(&path, "%s%.1f %.1f", command, x(side), y(p.Rank))
		open = true
	}
	return path.String()
}
