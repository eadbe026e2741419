package reduce

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

const hour = int64(time.Hour)

// feed gives samples to a series: time in hours, value.
func feed(need Need, window Span, quiet []Span, samples ...[2]float64) (*Series, *Total, []Outcome) {
	s := &Series{}
	var outcomes []Outcome
	for i, x := range samples {
		outcomes = append(outcomes, s.Add(&need, window, quiet, Sample{At: int64(x[0] * float64(hour)), Value: x[1], File: 1, Line: int32(i + 2)}))
	}
	s.End(&need, window, quiet)
	total := &Total{}
	total.Add(s)
	return s, total, outcomes
}

func TestOutcomes(t *testing.T) {
	_, total, got := feed(Need{}, Span{0, 10 * hour}, nil, [2]float64{-1, 1}, [2]float64{1, 1}, [2]float64{1, 3}, [2]float64{2, 5}, [2]float64{10, 1})
	want := []Outcome{Outside, Taken, Replaced, Taken, Outside}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	// (3 + 5) / 2: the 1 at the first hour gave way to the 3.
	if total.Mean() != 4 || total.Samples != 2 || total.Outside != 2 || total.Repeated != 1 {
		t.Errorf("mean %v of %+v", total.Mean(), total)
	}
	if !slices.Equal(total.Uses, []Use{{1, 4, 2}}) || !slices.Equal(total.Replaced, []Use{{1, 0, 1}}) {
		t.Errorf("uses %v, replaced %v", total.Uses, total.Replaced)
	}
	s, total, got := feed(Need{}, Span{0, 10 * hour}, nil, [2]float64{2, 1}, [2]float64{1, 1}, [2]float64{3, 1}, [2]float64{99, 1})
	if !slices.Equal(got, []Outcome{Taken, Disordered, Disordered, Outside}) || !s.Disordered() || total.Samples != 0 || total.Outside != 1 {
		t.Errorf("out of order: %v, %+v", got, total)
	}
}

// Up from 0 to 6, of which maintenance takes the hours 2 to 4 with what was measured then: 4 hours, all of them up.
func TestMaintenance(t *testing.T) {
	need := Need{Step: 2 * time.Hour, Time: true, Thresholds: []float64{1}}
	quiet := []Span{{2 * hour, 4 * hour}}
	_, total, _ := feed(need, Span{0, 6 * hour}, quiet, [2]float64{0, 1}, [2]float64{1, 1}, [2]float64{2, 0}, [2]float64{3.9, 0}, [2]float64{4, 1})
	if total.Maintained != 2 || total.Samples != 3 || total.TimeShare(0) != 1 || total.covered != 4*hour {
		t.Errorf("%+v covers %v", total, time.Duration(total.covered))
	}
}

// A value that is none ends what stood before it, and is not counted.
func TestNotMeasured(t *testing.T) {
	need := Need{Time: true, LeaveOut: []float64{2, 3}}
	_, total, _ := feed(need, Span{0, 4 * hour}, nil, [2]float64{0, 1}, [2]float64{1, 3}, [2]float64{2, math.NaN()}, [2]float64{3, 0})
	if total.NotMeasured != 2 || total.Samples != 2 || total.TimeMean() != 0.5 { // 1 for one hour, 0 for one hour
		t.Errorf("%+v, %v", total, total.TimeMean())
	}
	if _, total, _ = feed(need, Span{0, hour}, nil, [2]float64{0, 3}); !math.IsNaN(total.Mean()) || !math.IsNaN(total.TimeMean()) || total.Series != 0 {
		t.Errorf("of nothing measured: %v", total.Mean())
	}
}

func TestCounter(t *testing.T) {
	need := Need{Counter: true}
	_, total, _ := feed(need, Span{0, 9 * hour}, nil, [2]float64{0, 100}, [2]float64{1, 110}, [2]float64{2, 4}, [2]float64{3, 4}, [2]float64{4, 0})
	if total.Increase() != 14 || total.Resets != 2 { // + 10, + 4, + 0, + 0
		t.Errorf("%v after %d resets", total.Increase(), total.Resets)
	}
	_, total, _ = feed(need, Span{0, 9 * hour}, nil, [2]float64{0, -1.7e308}, [2]float64{1, 1.7e308})
	if x := total.Increase(); !math.IsInf(x, 1) {
		t.Errorf("an increase that no float64 holds is %v", x)
	}
}

// Whatever the samples, what the states keep is what the definitions say of the list of samples.
func TestAgainstTheDefinitions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		step := time.Duration(rapid.IntRange(0, 3).Draw(t, "step")) * time.Hour
		window := Span{0, 24 * hour}
		need := Need{Step: step, Time: true, Counter: true, Thresholds: []float64{3}}
		at := rapid.SliceOfNDistinct(rapid.IntRange(0, 23), 1, 24, rapid.ID[int]).Draw(t, "at")
		slices.Sort(at)
		var samples [][2]float64
		for _, h := range at {
			samples = append(samples, [2]float64{float64(h), float64(rapid.IntRange(0, 6).Draw(t, "value"))})
		}
		s := &Series{Values: NewValues(100, 16)}
		for _, x := range samples {
			s.Add(&need, window, nil, Sample{At: int64(x[0]) * hour, Value: x[1]})
		}
		s.End(&need, window, nil)
		var got Total
		got.Add(s)

		var sum, reached, stood, timed, up, increase float64
		for i, x := range samples {
			length := 24 - x[0]
			if i+1 < len(samples) {
				length = samples[i+1][0] - x[0]
				if d := samples[i+1][1] - x[1]; d >= 0 {
					increase += d
				} else {
					increase += samples[i+1][1]
				}
			}
			if step > 0 {
				length = min(length, step.Hours())
			}
			sum += x[1]
			stood += length
			timed += length * x[1]
			if x[1] >= 3 {
				reached++
				up += length
			}
		}
		n := float64(len(samples))
		for _, c := range []struct {
			name      string
			got, want float64
		}{
			{"sum", got.Sum(), sum},
			{"mean", got.Mean(), sum / n},
			{"share", got.Share(0), reached / n},
			{"time mean", got.TimeMean(), timed / stood},
			{"time share", got.TimeShare(0), up / stood},
			{"increase", got.Increase(), increase},
			{"latest", got.Latest(), samples[len(samples)-1][1]},
		} {
			if math.Abs(c.got-c.want) > 1e-12 {
				t.Fatalf("%s: %v, want %v", c.name, c.got, c.want)
			}
		}
	})
}
