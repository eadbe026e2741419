package page

import (
	"fmt"
	"strings"

	"siap/reports/view"
)

// stairs is a chart of what can be had for how much: between two efforts one has what the lower one gives, so the line is a
// staircase. Only told points have numbers at the axes.
type stairs struct {
	Width, Height            int
	Left, Right, Top, Bottom float64
	Path                     string
	Dots                     []dot
	X, Y                     []tick
}

// dot is a point with words beside it.
type dot struct {
	X, Y   float64
	Text   string
	Anchor string
	DX, DY float64
	Chosen bool
}

// tick is a number at an axis.
type tick struct {
	At   float64
	Text string
}

// stair is one point of a staircase.
type stair struct {
	x, y        view.Num
	text        string
	told, chose bool
}

func frontier(p *view.Plan) *stairs {
	var points []stair
	for i, f := range p.Frontier {
		one := stair{x: f.Effort, y: f.Index, told: i == 0 || i == len(p.Frontier)-1 || f.First || f.Chosen, chose: f.Chosen}
		if f.First {
			one.text = f.Band
		}
		if f.Chosen && len(p.Steps) > 0 {
			if one.text != "" {
				one.text += " · "
			}
			one.text += p.Text("plan.chosen")
		}
		points = append(points, one)
	}
	return newStairs(points)
}

func curve(p *view.Plans) *stairs {
	var points []stair
	for i, c := range p.Curve {
		points = append(points, stair{x: c.Effort, y: c.Value, told: i == 0 || i == len(p.Curve)-1})
	}
	return newStairs(points)
}

// newStairs lays a staircase out; nil where there are not two points to draw.
func newStairs(points []stair) *stairs {
	if len(points) < 2 {
		return nil
	}
	first, last := points[0], points[len(points)-1]
	across, up := last.x.Value-first.x.Value, last.y.Value-first.y.Value
	if !(across > 0) || !(up > 0) {
		return nil
	}
	s := &stairs{Width: 760, Height: 380, Left: 64, Right: 740, Top: 28, Bottom: 330}
	x := func(v float64) float64 { return s.Left + (v-first.x.Value)/across*(s.Right-s.Left) }
	y := func(v float64) float64 { return s.Bottom - (v-first.y.Value)/up*(s.Bottom-s.Top) }
	var path strings.Builder
	for i, p := range points {
		if i == 0 {
			fmt.Fprintf(&path, "M%.1f %.1f", x(p.x.Value), y(p.y.Value))
		} else {
			fmt.Fprintf(&path, "H%.1fV%.1f", x(p.x.Value), y(p.y.Value))
		}
	}
	s.Path = path.String()
	// What the plan chose has its numbers first, then the ends; others only where there is room.
	for _, pass := range []func(i int) bool{
		func(i int) bool { return points[i].chose },
		func(i int) bool { return !points[i].chose && (i == 0 || i == len(points)-1) },
		func(i int) bool { return points[i].told && !points[i].chose && i > 0 && i < len(points)-1 },
	} {
		for i, p := range points {
			if !pass(i) {
				continue
			}
			d := dot{X: x(p.x.Value), Y: y(p.y.Value), Text: p.text, Anchor: "end", DX: -9, DY: -8, Chosen: p.chose}
			if d.X < (s.Left+s.Right)/2 {
				d.Anchor, d.DX, d.DY = "start", 9, 16
			}
			s.Dots = append(s.Dots, d)
			s.X = placed(s.X, tick{d.X, p.x.Text}, 34)
			s.Y = placed(s.Y, tick{d.Y, p.y.Text}, 15)
		}
	}
	return s
}

// placed adds a number to an axis where none is too near.
func placed(ticks []tick, t tick, room float64) []tick {
	for _, other := range ticks {
		if d := other.At - t.At; d < room && d > -room {
			return ticks
		}
	}
	return append(ticks, t)
}
