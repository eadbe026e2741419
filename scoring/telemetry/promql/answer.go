package promql

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// answer is what the HTTP API of Prometheus says to a query: instant vectors have one point a series, matrices many.
type answer struct {
	kind   string
	series []element
	// warnings are what the server holds against its own answer; partial says that parts of a cluster did not answer.
	warnings []string
	partial  bool
	version  string
}

// element is one series of an answer.
type element struct {
	labels map[string]string
	points []point
}

// point is a value at a time, in seconds since 1970; the value may be NaN or infinite.
type point struct{ time, value float64 }

// ServerError is an error that the server reports in the form of the API.
type ServerError struct{ Type, Text string }

func (e *ServerError) Error() string { return "the server reports " + e.Type + ": " + e.Text }

// maxSeries is how many series an answer may hold, maxLabels how many labels one of them may have.
const (
	maxSeries = 500_000
	maxLabels = 256
)

// parse reads an answer. Its error is a *ServerError where the server says that it failed, whatever the HTTP status
// was; else the text is not an answer.
func parse(body []byte) (*answer, error) {
	d := json.NewDecoder(bytes.NewReader(body))
	a := &answer{}
	status, failure := "", &ServerError{}
	err := members(d, func(key string) error {
		switch key {
		case "status":
			return d.Decode(&status)
		case "errorType":
			return d.Decode(&failure.Type)
		case "error":
			return d.Decode(&failure.Text)
		case "warnings":
			return d.Decode(&a.warnings)
		case "isPartial":
			return d.Decode(&a.partial)
		case "data":
			return a.data(d)
		}
		return skip(d)
	})
	if err != nil {
		return nil, fmt.Errorf("reading the server's answer: %w", whole(err))
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("reading the server's answer: something follows it")
	}
	switch {
	case status == "error" || (status != "success" && failure.Text != ""):
		return nil, failure
	case status != "success":
		return nil, errors.New("reading the server's answer: its status is missing")
	}
	return a, nil
}

// whole says of an answer that ends too early that it does.
func whole(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// members walks the members of an object; each must read the value of its key.
func members(d *json.Decoder, each func(key string) error) error {
	t, err := d.Token()
	if err != nil {
		return err
	}
	if t != json.Delim('{') {
		return fmt.Errorf("%v stands where an object should be", t)
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		if err := each(key.(string)); err != nil { // keys of objects are texts
			return err
		}
	}
	_, err = d.Token()
	return err
}

func skip(d *json.Decoder) error {
	var ignored json.RawMessage
	return d.Decode(&ignored)
}

func (a *answer) data(d *json.Decoder) error {
	return members(d, func(key string) error {
		switch key {
		case "resultType":
			return d.Decode(&a.kind)
		case "version":
			return d.Decode(&a.version)
		case "result":
			return a.result(d)
		}
		return skip(d)
	})
}

// result reads the series one by one, so that memory follows what is kept of them, not the length of the text.
func (a *answer) result(d *json.Decoder) error {
	t, err := d.Token()
	if err != nil || t == nil { // null is what some servers write for none
		return err
	}
	if t != json.Delim('[') {
		return fmt.Errorf("%v stands where the list of series should be", t)
	}
	for d.More() {
		if len(a.series) == maxSeries {
			return fmt.Errorf("more than %d series", maxSeries)
		}
		var raw struct {
			Metric map[string]string    `json:"metric"`
			Value  []json.RawMessage    `json:"value"`
			Values [][2]json.RawMessage `json:"values"`
		}
		if err := d.Decode(&raw); err != nil {
			return err
		}
		if len(raw.Metric) > maxLabels {
			return fmt.Errorf("a series with more than %d labels", maxLabels)
		}
		e := element{labels: raw.Metric}
		if raw.Value != nil {
			if len(raw.Value) != 2 {
				return errors.New("a sample is not a pair of time and value")
			}
			raw.Values = append(raw.Values, [2]json.RawMessage(raw.Value))
		}
		for _, pair := range raw.Values {
			p, err := pointOf(pair)
			if err != nil {
				return err
			}
			e.points = append(e.points, p)
		}
		a.series = append(a.series, e)
	}
	_, err = d.Token()
	return err
}

// pointOf reads [1735660800.123, "0.5"].
func pointOf(pair [2]json.RawMessage) (point, error) {
	var p point
	var text string
	if err := json.Unmarshal(pair[0], &p.time); err != nil {
		return p, fmt.Errorf("a time is no number: %w", err)
	}
	if err := json.Unmarshal(pair[1], &text); err != nil {
		return p, fmt.Errorf("a value is no text: %w", err)
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil && !math.IsInf(x, 0) {
		return p, fmt.Errorf("the value %.40q is no number", text)
	}
	if strings.ContainsAny(text, "_xX") {
		return p, fmt.Errorf("the value %.40q is no number", text)
	}
	p.value = x
	return p, nil
}
