package html

import (
	"encoding/json"
	"fmt"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// chartOptions are the options of the charts by name, without data: the script fills them with what it shows. Colours
// are names of the style sheet ("var(--accent)"), so that charts follow light and dark; renderItem is the name of a
// function of the script. They are made with the types of go-echarts, but never rendered by that library, whose
// renderers let labels become live JavaScript.
type chartOptions map[string]option

type option = map[string]any

// charted makes the options of all charts.
func charted() (chartOptions, error) {
	all := chartOptions{}
	for name, make := range map[string]func() (option, error){
		"radar": radarChart, "dimensions": dimensionChart, "history": historyChart, "factors": factorChart,
	} {
		o, err := make()
		if err != nil {
			return nil, fmt.Errorf("describing the chart %s: %w", name, err)
		}
		all[name] = o
	}
	return all, nil
}

// plain turns the options of a go-echarts chart into plain maps, where what its types cannot say is added.
func plain(name string, chart interface{ JSON() map[string]any }) (option, error) {
	text, err := json.Marshal(chart.JSON())
	if err != nil {
		return nil, fmt.Errorf("writing the options of %s: %w", name, err)
	}
	var o option
	if err := json.Unmarshal(text, &o); err != nil {
		return nil, fmt.Errorf("reading the options of %s: %w", name, err)
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

func valueAxis() opts.XAxis {
	return opts.XAxis{
		Type:      "value",
		AxisLabel: &opts.AxisLabel{Color: "var(--ink-soft)"},
		SplitLine: &opts.SplitLine{Show: shown, LineStyle: &opts.LineStyle{Color: "var(--rule)"}},
	}
}

func nameAxis() charts.GlobalOpts {
	return charts.WithYAxisOpts(opts.YAxis{
		Type: "category", Inverse: shown,
		AxisLabel: &opts.AxisLabel{Color: "var(--ink)", Interval: "0"},
		AxisLine:  &opts.AxisLine{Show: shown, LineStyle: &opts.LineStyle{Color: "var(--rule)"}},
	})
}

func legend(bottom bool) charts.GlobalOpts {
	l := opts.Legend{Show: shown, TextStyle: &opts.TextStyle{Color: "var(--ink)"}, Top: "0"}
	if bottom {
		l.Top, l.Bottom = "", "0"
	}
	return charts.WithLegendOpts(l)
}

// common is what all charts with axes share; top is the room above for a legend.
func common(name, top string) []charts.GlobalOpts {
	return []charts.GlobalOpts{
		charts.WithInitializationOpts(opts.Initialization{ChartID: name, Renderer: "svg"}),
		charts.WithLegendOpts(opts.Legend{Show: hidden}),
		charts.WithTooltipOpts(opts.Tooltip{Show: shown, Trigger: "item"}),
		charts.WithGridOpts(opts.Grid{Left: "8", Right: "24", Top: top, Bottom: "8", ContainLabel: shown}),
	}
}

// dimensionChart has a dot for each agency in each dimension, and a stroke at the median.
func dimensionChart() (option, error) {
	scatter := charts.NewScatter()
	scatter.SetGlobalOptions(append(common("dimensions", "8"), charts.WithXAxisOpts(valueAxis()), nameAxis())...)
	scatter.AddSeries("agencies", nil, charts.WithItemStyleOpts(opts.ItemStyle{Color: "var(--accent)", Opacity: opts.Float(0.45)}))
	stroke := charts.NewCustom()
	stroke.AddSeries("median", nil)
	scatter.Overlap(stroke)
	scatter.Validate()
	o, err := plain("dimensions", scatter)
	if err != nil {
		return nil, err
	}
	series(o, 0)["symbol"] = "circle"
	series(o, 0)["symbolSize"] = 10
	custom := series(o, 1)
	custom["renderItem"] = "stroke"
	custom["z"] = 3
	custom["encode"] = option{"x": 0, "y": 1}
	return o, nil
}

// radarChart is what all radars share.
func radarChart() (option, error) {
	component := opts.RadarComponent{
		SplitNumber: 3,
		SplitLine:   &opts.SplitLine{Show: shown, LineStyle: &opts.LineStyle{Color: "var(--rule)"}},
		SplitArea:   &opts.SplitArea{Show: hidden},
		AxisLine:    &opts.AxisLine{Show: shown, LineStyle: &opts.LineStyle{Color: "var(--rule)"}},
		AxisName:    &opts.AxisName{Color: "var(--ink)"},
	}
	chart := charts.NewRadar()
	chart.SetGlobalOptions(
		charts.WithInitializationOpts(opts.Initialization{ChartID: "radar", Renderer: "svg"}),
		charts.WithTooltipOpts(opts.Tooltip{Show: shown, Trigger: "item"}),
		legend(true),
		charts.WithRadarComponentOpts(component),
	)
	chart.AddSeries("agency", nil)
	chart.Validate()
	return plain("radar", chart)
}

// historyChart is an index over the years.
func historyChart() (option, error) {
	line := charts.NewLine()
	line.SetGlobalOptions(append(common("history", "8"),
		charts.WithXAxisOpts(opts.XAxis{Type: "category", AxisLabel: &opts.AxisLabel{Color: "var(--ink)"}}),
		charts.WithYAxisOpts(opts.YAxis{
			Type: "value", AxisLabel: &opts.AxisLabel{Color: "var(--ink-soft)"},
			SplitLine: &opts.SplitLine{Show: shown, LineStyle: &opts.LineStyle{Color: "var(--rule)"}},
		}))...)
	line.AddSeries("index", nil, charts.WithItemStyleOpts(opts.ItemStyle{Color: "var(--accent)"}),
		charts.WithLineStyleOpts(opts.LineStyle{Color: "var(--accent)", Width: 2.5}))
	line.Validate()
	o, err := plain("history", line)
	if err != nil {
		return nil, err
	}
	series(o, 0)["symbol"] = "circle"
	series(o, 0)["symbolSize"] = 8
	return o, nil
}

// factorChart has two bars for each source of uncertainty: its part alone, and with interactions.
func factorChart() (option, error) {
	bar := charts.NewBar()
	bar.SetGlobalOptions(append(common("factors", "36"), charts.WithXAxisOpts(valueAxis()), nameAxis(), legend(false))...)
	bar.AddSeries("alone", nil, charts.WithItemStyleOpts(opts.ItemStyle{Color: "var(--accent)"}))
	bar.AddSeries("total", nil, charts.WithItemStyleOpts(opts.ItemStyle{Color: "var(--mark)"}))
	bar.Validate()
	return plain("factors", bar)
}
