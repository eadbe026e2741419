package html

import (
	"encoding/json"
	"fmt"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"siap/reports/view"
)

// indexLimit is how many agencies the chart of the index shows; the table shows all.
const indexLimit = 120

// A radar needs three axes to be read as an area; more than twelve make a ball of wool.
const (
	radarLeast = 3
	radarMost  = 12
)

// chartData is the data block that our script reads. Colours in it are names of the style sheet ("var(--accent)"),
// so that charts follow light and dark; renderItem and formatter are names of functions of our script.
type chartData struct {
	// Charts are complete options by the id of their place in the page.
	Charts map[string]option `json:"charts"`
	// Radar is the option all radars share; Agencies has what each one draws.
	Radar    option           `json:"radar"`
	Agencies map[string]radar `json:"agencies"`
}

type option = map[string]any

// radar is one agency's radar: which of the shared axes it has, its values and its reference's.
type radar struct {
	Name      string    `json:"name"`
	Reference string    `json:"reference"`
	Axes      []int     `json:"axes"`
	Values    []float64 `json:"values"`
	Against   []float64 `json:"against"`
	Texts     []string  `json:"texts"`
}

// charted makes the data of all charts.
func charted(r *view.Report) (chartData, error) {
	d := chartData{Charts: map[string]option{}, Agencies: map[string]radar{}}
	for _, c := range []struct {
		id   string
		make func(*view.Report) (option, error)
	}{
		{"chart-index", indexChart},
		{"chart-dimensions", dimensionChart},
	} {
		o, err := c.make(r)
		if err != nil {
			return chartData{}, fmt.Errorf("describing the chart %s: %w", c.id, err)
		}
		if o != nil {
			d.Charts[c.id] = o
		}
	}
	var err error
	if d.Radar, err = radarChart(r); err != nil {
		return chartData{}, fmt.Errorf("describing the radar chart: %w", err)
	}
	for _, a := range r.Agencies {
		if one, ok := radarOf(a); ok {
			d.Agencies[a.Anchor] = one
		}
	}
	return d, nil
}

// plain turns the options of a go-echarts chart into plain maps, where what its types cannot say is added.
func plain(id string, chart interface{ JSON() map[string]any }) (option, error) {
	text, err := json.Marshal(chart.JSON())
	if err != nil {
		return nil, fmt.Errorf("writing the options of %s: %w", id, err)
	}
	var o option
	if err := json.Unmarshal(text, &o); err != nil {
		return nil, fmt.Errorf("reading the options of %s: %w", id, err)
	}
	delete(o, "title")
	delete(o, "toolbox")
	o["animation"] = false
	return o, nil
}

// series gives one series of plain options, to be added to.
func series(o option, i int) option {
	all, _ := o["series"].([]any)
	if i >= len(all) {
		return option{}
	}
	one, _ := all[i].(option)
	return one
}

var (
	shown  = opts.Bool(true)
	hidden = opts.Bool(false)
)

func valueAxis(s view.Scale) charts.GlobalOpts {
	return charts.WithXAxisOpts(opts.XAxis{
		Type: "value", Min: s.Min, Max: s.Max,
		AxisLabel: &opts.AxisLabel{Color: "var(--ink-soft)"},
		SplitLine: &opts.SplitLine{Show: shown, LineStyle: &opts.LineStyle{Color: "var(--rule)"}},
	})
}

func nameAxis(names []string) charts.GlobalOpts {
	return charts.WithYAxisOpts(opts.YAxis{
		Type: "category", Data: names, Inverse: shown,
		AxisLabel: &opts.AxisLabel{Color: "var(--ink)", Interval: "0"},
		AxisLine:  &opts.AxisLine{Show: shown, LineStyle: &opts.LineStyle{Color: "var(--rule)"}},
	})
}

func common(id string) []charts.GlobalOpts {
	return []charts.GlobalOpts{
		charts.WithInitializationOpts(opts.Initialization{ChartID: id, Renderer: "svg"}),
		charts.WithLegendOpts(opts.Legend{Show: hidden}),
		charts.WithTooltipOpts(opts.Tooltip{Show: shown, Trigger: "item"}),
		charts.WithGridOpts(opts.Grid{Left: "8", Right: "52", Top: "8", Bottom: "8", ContainLabel: shown}),
	}
}

// indexChart is a bar for each agency with a score, in the order of the ranking, and its bounds as a whisker.
func indexChart(r *view.Report) (option, error) {
	var names []string
	var bars []opts.BarData
	var bounds []opts.CustomData
	for _, row := range r.Ranking {
		if !row.Index.Known || len(names) == indexLimit {
			continue
		}
		label := r.Text("html.chart.index.item", "name", row.Name, "index", row.Index.Text,
			"low", row.Low.Text, "high", row.High.Text, "band", row.Band.Title)
		bars = append(bars, opts.BarData{
			Name: label, Value: r.Scale.Within(row.Index.Value),
			ItemStyle: &opts.ItemStyle{Color: "var(--" + shade(row.Band) + ")"},
		})
		bounds = append(bounds, opts.CustomData{
			Name: label, Value: []any{
				r.Scale.Within(row.Index.Value), len(names), r.Scale.Within(row.Low.Value), r.Scale.Within(row.High.Value), row.Index.Text,
			},
		})
		names = append(names, row.Short)
	}
	if len(names) == 0 {
		return nil, nil
	}
	bar := charts.NewBar()
	bar.SetGlobalOptions(append(common("chart-index"), valueAxis(r.Scale), nameAxis(names))...)
	bar.AddSeries(r.Text("html.index"), bars, charts.WithBarChartOpts(opts.BarChart{BarWidth: "58%"}))
	whisker := charts.NewCustom()
	whisker.AddSeries(r.Text("html.bounds"), bounds)
	bar.Overlap(whisker)
	bar.Validate()
	o, err := plain("chart-index", bar)
	if err != nil {
		return nil, err
	}
	custom := series(o, 1)
	custom["renderItem"] = "bounds"
	custom["z"] = 3
	custom["encode"] = option{"x": []int{0, 2, 3}, "y": 1}
	o["rows"] = len(names)
	return o, nil
}

// parts is the axis of charts whose rows have different scales: the place on each one's own, in per cent.
var parts = view.Scale{Min: 0, Max: 100}

// placed gives where a dimension's value is drawn: at its number, or at its place on its own scale in per cent where
// scales differ. What lies beyond a scale is drawn at its end.
func placed(r *view.Report, s view.Scale, x float64) float64 {
	if r.OwnScales {
		return 100 * s.Part(x)
	}
	return s.Within(x)
}

// dimensionChart has a dot for each agency in each dimension, and a stroke at the median.
func dimensionChart(r *view.Report) (option, error) {
	axis := r.Scale
	if r.OwnScales {
		axis = parts
	}
	var names []string
	var medians []opts.CustomData
	row := map[string]int{}
	for _, d := range r.Dimensions {
		row[d.ID] = len(names)
		if d.Median.Known {
			medians = append(medians, opts.CustomData{
				Name:  r.Text("html.chart.median.item", "dimension", d.Title, "median", d.Median.Text),
				Value: []any{placed(r, d.Scale, d.Median.Value), len(names)},
			})
		}
		name := d.Title
		if d.OwnScale != "" {
			name += " (" + d.OwnScale + ")"
		}
		names = append(names, name)
	}
	if len(medians) == 0 {
		return nil, nil
	}
	var dots []opts.ScatterData
	for _, agency := range r.HeatMap {
		for _, cell := range agency.Cells {
			if cell.State == view.Known {
				dots = append(dots, opts.ScatterData{
					Name: cell.Title, Value: []any{placed(r, cell.Scale, cell.Value.Value), row[cell.Dimension]}, Symbol: "circle", SymbolSize: 11,
				})
			}
		}
	}
	scatter := charts.NewScatter()
	scatter.SetGlobalOptions(append(common("chart-dimensions"), valueAxis(axis), nameAxis(names))...)
	scatter.AddSeries(r.Text("html.agency"), dots,
		charts.WithItemStyleOpts(opts.ItemStyle{Color: "var(--accent)", Opacity: opts.Float(0.5)}))
	stroke := charts.NewCustom()
	stroke.AddSeries(r.Text("html.median"), medians)
	scatter.Overlap(stroke)
	scatter.Validate()
	o, err := plain("chart-dimensions", scatter)
	if err != nil {
		return nil, err
	}
	custom := series(o, 1)
	custom["renderItem"] = "stroke"
	custom["z"] = 3
	custom["encode"] = option{"x": 0, "y": 1}
	o["rows"] = 2 * len(names)
	return o, nil
}

// radarChart is what all radars share: the axes.
func radarChart(r *view.Report) (option, error) {
	component := opts.RadarComponent{
		SplitNumber: 3,
		SplitLine:   &opts.SplitLine{Show: shown, LineStyle: &opts.LineStyle{Color: "var(--rule)"}},
		SplitArea:   &opts.SplitArea{Show: hidden},
		AxisLine:    &opts.AxisLine{Show: shown, LineStyle: &opts.LineStyle{Color: "var(--rule)"}},
		AxisName:    &opts.AxisName{Color: "var(--ink)"},
	}
	for _, d := range r.Dimensions {
		component.Indicator = append(component.Indicator, &opts.Indicator{
			Name: d.Title, Min: float32(d.Scale.Min), Max: float32(d.Scale.Max),
		})
	}
	chart := charts.NewRadar()
	chart.SetGlobalOptions(
		charts.WithInitializationOpts(opts.Initialization{ChartID: "radar", Renderer: "svg"}),
		charts.WithTooltipOpts(opts.Tooltip{Show: shown, Trigger: "item"}),
		charts.WithLegendOpts(opts.Legend{Show: shown, Bottom: "0", TextStyle: &opts.TextStyle{Color: "var(--ink)"}}),
		charts.WithRadarComponentOpts(component),
	)
	chart.AddSeries("agency", nil)
	chart.Validate()
	return plain("radar", chart)
}

// radarOf gives one agency's radar over the dimensions it has a value in: a dimension that is not known is left
// out and not drawn at the centre, where it would read as the lowest value.
func radarOf(a *view.Agency) (radar, bool) {
	one := radar{Name: a.Short, Reference: a.Reference.Short}
	for i, d := range a.Dimensions {
		if !d.Value.Known {
			continue
		}
		one.Axes = append(one.Axes, i)
		one.Values = append(one.Values, d.Scale.Within(d.Value.Value))
		one.Against = append(one.Against, d.Scale.Within(d.Reference.Value))
		one.Texts = append(one.Texts, d.Value.Text+" / "+d.Reference.Text)
	}
	return one, len(one.Axes) >= radarLeast && len(a.Dimensions) <= radarMost
}
