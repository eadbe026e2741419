// Package webassets holds the third-party JavaScript of the HTML reports: one bundle of Apache ECharts, built from
// the npm lock file by `make assets` into dist and embedded.
//
// The bundle is a dependency and is not committed. A build without it works: ECharts then reports that there is
// none, and the reports show their tables and say so.
package webassets

import (
	"embed"
	"io/fs"
	"slices"
)

//go:embed all:dist
var dist embed.FS

// ECharts gives the bundle, a classic script that defines the global `echarts`; ok is false where it was not
// built in.
func ECharts() (js []byte, ok bool) {
	js, err := dist.ReadFile("dist/echarts.min.js")
	return js, err == nil && len(js) > 0
}

// Notice is a licence text that must travel with the bundle.
type Notice struct {
	// Name is the file name, Text its content.
	Name, Text string
}

// Notices gives the licence texts of what is built in, by name; none where nothing is.
func Notices() []Notice {
	names, err := fs.Glob(dist, "dist/ECHARTS-*.txt")
	if err != nil { // only a malformed pattern
		return nil
	}
	slices.Sort(names)
	var all []Notice
	for _, name := range names {
		text, err := dist.ReadFile(name)
		if err != nil {
			continue
		}
		all = append(all, Notice{Name: name[len("dist/"):], Text: string(text)})
	}
	return all
}
