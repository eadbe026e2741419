package robust

import (
	"context"
	"errors"
	"reflect"
	"testing"
)

// Drawing stops only at 256·2^k draws, and where the errors are under the limits.
func TestStop(t *testing.T) {
	m, s := everything(t)
	e := newEngine(t, m, s)
	full, err := e.Run(context.Background(), Options{Draws: 2048, Stop: &Stop{Place: 1e-6}})
	if err != nil {
		t.Fatal(err)
	}
	if full.Draws != 2048 || full.Early {
		t.Errorf("a limit out of reach stops at %d, %v", full.Draws, full.Early)
	}
	r, err := e.Run(context.Background(), Options{Draws: 1 << 14, Top: []int{3}, Stop: &Stop{Place: 0.7, Index: 0.01, Top: 0.05}})
	if err != nil {
		t.Fatal(err)
	}
	if !r.Early || r.Draws >= 1<<14 || r.Draws < 256 || r.Draws&(r.Draws-1) != 0 {
		t.Fatalf("it stops at %d, %v", r.Draws, r.Early)
	}
	worst := 0.0
	for _, set := range r.Sets {
		for _, u := range set.Units {
			worst = max(worst, u.Mean.Error)
		}
	}
	if worst > 0.7 {
		t.Errorf("it stops with an error of %v, want at most 0.7", worst)
	}
	// The draws are the first of those it would have made.
	same, err := e.Run(context.Background(), Options{Draws: r.Draws, Top: []int{3}})
	if err != nil {
		t.Fatal(err)
	}
	same.Early = true
	if !reflect.DeepEqual(comparable(same), comparable(r)) {
		t.Error("stopping early is not making fewer draws")
	}
}

func TestCancel(t *testing.T) {
	m, s := everything(t)
	e := newEngine(t, m, s)
	ctx, cancel := context.WithCancel(context.Background())
	told := 0
	_, err := e.Run(ctx, Options{Draws: 1 << 16, Progress: func(made, of int) {
		told++
		if made <= 0 || of != 1<<16 {
			t.Errorf("%d of %d draws are made", made, of)
		}
		cancel()
	}})
	if !errors.Is(err, context.Canceled) || told == 0 {
		t.Errorf("cancelled, it gives %v after telling %d times", err, told)
	}
	if _, err := e.Sensitivity(ctx, SensitivityOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled sensitivity analysis gives %v", err)
	}
	if _, err := e.Above(ctx, 0, [][2]int{{0, 1}}, 64); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled comparison gives %v", err)
	}
	if _, err := e.LeaveOutIndicators(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled leaving out gives %v", err)
	}
}
