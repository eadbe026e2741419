package main

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime/pprof"
	"strconv"
	"syscall"
	"time"

	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/telemetry"
)

func gen(path string, size int64, agencies int) {
	f, _ := os.Create(path)
	w := bufio.NewWriterSize(f, 1<<20)
	r := rand.New(rand.NewPCG(1, 2))
	w.WriteString("time,agency,metric,value\n")
	at := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	var n int64
	metrics := []string{"latency_ms", "uptime", "api_ms", "queue", "cpu"}
	buf := make([]byte, 0, 100)
	rows := 0
	for n < size {
		ts := at.Format(time.RFC3339)
		for a := range agencies {
			for m, name := range metrics {
				buf = append(buf[:0], ts...)
				buf = append(buf, ",opd-"...)
				buf = append(buf, fmt.Sprintf("%04d", a)...)
				buf = append(buf, ',')
				buf = append(buf, name...)
				buf = append(buf, ',')
				v := r.Float64()*100 + float64(m*50)
				buf = strconv.AppendFloat(buf, v, 'f', 2, 64)
				buf = append(buf, '\n')
				w.Write(buf)
				n += int64(len(buf))
				rows++
			}
		}
		at = at.Add(50 * time.Minute)
	}
	w.Flush()
	f.Close()
	fmt.Println(rows, n)
}

func main() {
	path := os.Args[1]
	agencies := 400
	if len(os.Args) > 2 && os.Args[2] == "gen" {
		mb, _ := strconv.Atoi(os.Args[3])
		gen(path, int64(mb)<<20, agencies)
		return
	}
	r := &rubric.Rubric{}
	root := &rubric.Node{ID: "all"}
	for _, m := range []string{"latency_ms", "uptime", "api_ms", "queue", "cpu"} {
		r.Metrics = append(r.Metrics, rubric.Metric{ID: m, Expected: "50m"})
		least := 50.0
		root.Children = append(root.Children,
			&rubric.Node{ID: m + "_mean", Measure: &rubric.Measure{Metric: m, Reduction: rubric.ReduceMean}},
			&rubric.Node{ID: m + "_p95", Measure: &rubric.Measure{Metric: m, Reduction: rubric.ReduceP95}},
			&rubric.Node{ID: m + "_share", Measure: &rubric.Measure{Metric: m, Reduction: rubric.ReduceShare, AtLeast: &least}})
	}
	r.Children = []*rubric.Node{root}
	r.Link()
	var list []*agency.Agency
	for a := range agencies {
		list = append(list, &agency.Agency{ID: fmt.Sprintf("opd-%04d", a), Zone: agency.WITA})
	}
	q := telemetry.Query{Rubric: r, Agencies: agency.NewList(list, nil), Window: telemetry.Window{From: telemetry.Date{2024, 12, 30}, To: telemetry.Date{2027, 1, 1}}}
	if os.Getenv("PROF") != "" {
		f, _ := os.Create(os.Getenv("PROF"))
		pprof.StartCPUProfile(f)
		defer pprof.StopCPUProfile()
	}
	start := time.Now()
	e := telemetry.NewFiles([]source.Source{{Path: path, Name: path}})
	n := 0
	sum := 0.0
	for m, d := range e.Measure(context.Background(), q) {
		if d != nil {
			fmt.Println(d)
			continue
		}
		n++
		sum += m.Value
	}
	took := time.Since(start)
	info, _ := os.Stat(path)
	var ru syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &ru)
	fmt.Printf("%d measurements, sum %v, %.2f s, %.0f MB/s, peak %d MiB, cpu %v\n", n, sum, took.Seconds(), float64(info.Size())/1e6/took.Seconds(), ru.Maxrss/1024, time.Duration(ru.Utime.Nano()+ru.Stime.Nano()))
	fmt.Println(e.Summaries()[0])
}
