package generate

import (
	"math"
	"math/rand/v2"
	"strconv"
	"time"

	"siap/rubric"
)

// telemetry writes what was measured in 2025, one file for each rhythm.
func (w *world) telemetry() []File {
	portal, api, centre := newTelemetry(), newTelemetry(), newTelemetry()
	monthly, register := newTelemetry(), newTelemetry()
	for _, o := range offices {
		w.daily(portal, o, "channels", "portal_uptime")
		if !noAPI[o.id] {
			w.daily(api, o, "api", "api_success")
		}
		w.monthly(monthly, o, "public_information", "ppid_on_time")
		w.monthly(monthly, o, "participation", "complaints_followed_up")
		w.register(register, o)
		if w.applies(o, "data_centre") {
			w.daily(centre, o, "data_centre", "data_centre_uptime")
		}
	}
	return []File{
		{"telemetry/bulanan.csv", monthly.bytes()},
		{"telemetry/portal.csv", portal.bytes()},
		{"telemetry/api.csv", api.bytes()},
		{"telemetry/pusat-data.csv", centre.bytes()},
		{"telemetry/register.csv", register.bytes()},
	}
}

func newTelemetry() *sheet { return newSheet("time", "agency", "metric", "value") }

func (w *world) applies(o office, indicator string) bool {
	return w.rubric.Indicator(indicator).Applies(map[string]string{"type": o.kind})
}

// daily writes one sample a day around the value that the truth stands for. Most days are better than that and a
// few much worse: what lacks to 100 is multiplied by a factor whose mean is 0.88 × 0.3182 + 0.12 × 6 = 1.
func (w *world) daily(out *sheet, o office, indicator, metric string) {
	rng := w.stream("daily", metric, o.id)
	lack := 100 - w.target(o, indicator)
	missing := gaps(rng, o.id, metric)
	for day := range 365 {
		factor := rng.Float64() * 0.6364
		if rng.Float64() < 0.12 {
			factor = 4 + float64(rng.Float64()*4)
		}
		value := clamp(100-float64(lack*factor), 0, 100)
		if !missing[day] {
			out.row(date(time.January, 1+day), o.id, metric, round(value, 2))
		}
	}
}

// gaps are the days without a sample: one or two short ones where the draw says so, and a long one, from day 60 for
// 110 days, for the site of the library.
func gaps(rng *rand.Rand, id, metric string) map[int]bool {
	missing := map[int]bool{}
	for range rng.IntN(3) {
		start, length := rng.IntN(350), 1+rng.IntN(6)
		for day := start; day < start+length; day++ {
			missing[day] = true
		}
	}
	if id == "dpk" && metric == "portal_uptime" {
		for day := 60; day < 170; day++ {
			missing[day] = true
		}
	}
	return missing
}

// monthly writes the share of each month, dated on its last day.
func (w *world) monthly(out *sheet, o office, indicator, metric string) {
	rng := w.stream("monthly", metric, o.id)
	middle := w.target(o, indicator)
	for month := time.January; month <= time.December; month++ {
		out.row(date(month+1, 0), o.id, metric, round(clamp(around(rng, middle, 3), 0, 100), 1))
	}
}

// register writes what is counted once a year.
func (w *world) register(out *sheet, o office) {
	once := func(metric string, value float64) { out.row(date(time.June, 30), o.id, metric, round(value, 1)) }
	once("coordination_online", w.target(o, "electronic_coordination"))
	once("computer_officers", math.Floor(float64(w.target(o, "staff_quantity")*float64(o.officers))+0.5))
	once("computer_officers_required", float64(o.officers))
	if w.applies(o, "agencies_connected") {
		once("agencies_connected", 30)
		once("agencies_total", 38)
	}
	if w.applies(o, "regional_coverage") {
		once("regencies_with_network", 8)
		once("regencies_total", 10)
	}
}

// target turns the true level of an indicator into what would be measured: its breakpoints read backwards.
func (w *world) target(o office, indicator string) float64 {
	return inverse(w.rubric.Indicator(indicator).Measure.Breakpoints, w.truth[[2]string{o.id, indicator}])
}

// inverse gives the place at which the line through the breakpoints, rising in both directions, reaches a score.
func inverse(points []rubric.Breakpoint, score float64) float64 {
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		if score <= b.Score {
			part := (max(score, a.Score) - a.Score) / (b.Score - a.Score)
			return a.At + float64(part*(b.At-a.At))
		}
	}
	return points[len(points)-1].At
}

func date(month time.Month, day int) string {
	return time.Date(2025, month, day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

func round(x float64, digits int) string {
	power := math.Pow10(digits)
	return strconv.FormatFloat(math.Floor(float64(x*power)+0.5)/power, 'f', -1, 64)
}
