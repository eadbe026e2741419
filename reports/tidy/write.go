package tidy

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"siap/internal/safetext"
)

// writeCSV writes a table as RFC 4180 has it, in UTF-8 without a byte order mark and with line feeds. A text that a
// spreadsheet would run as a formula gets a leading apostrophe; the other formats have it as it is.
func writeCSV(w io.Writer, t *table) error {
	out := csv.NewWriter(w)
	record := make([]string, len(t.columns))
	for i, c := range t.columns {
		record[i] = c.name
	}
	_ = out.Write(record) // the writer keeps its first error, which is asked for below
	for row := range t.len() {
		for i, c := range t.columns {
			record[i] = ""
			if value := t.value(row, i); value != nil {
				record[i] = written(value)
				if c.kind == text {
					record[i] = safetext.Cell(record[i])
				}
			}
		}
		_ = out.Write(record)
	}
	out.Flush()
	return out.Error()
}

// written is a value as text.
func written(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case uint64:
		return strconv.FormatUint(v, 10)
	case time.Time:
		return v.UTC().Format(time.RFC3339)
	}
	return fmt.Sprint(value)
}

// writeJSON writes a table as an array with one object a line.
func writeJSON(w io.Writer, t *table) error {
	out := bufio.NewWriterSize(w, 1<<16)
	heads := make([]string, len(t.columns))
	for i, c := range t.columns {
		heads[i] = string(quoted(c.name)) + ":"
	}
	out.WriteByte('[') // the writer keeps its first error
	for row := range t.len() {
		if row > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n{")
		for i := range t.columns {
			if i > 0 {
				out.WriteByte(',')
			}
			out.WriteString(heads[i])
			switch v := t.value(row, i).(type) {
			case nil:
				out.WriteString("null")
			case string:
				out.Write(quoted(v))
			case time.Time:
				out.Write(quoted(written(v)))
			default:
				out.WriteString(written(v))
			}
		}
		out.WriteByte('}')
	}
	out.WriteString("\n]\n")
	return out.Flush()
}

// quoted is a text in JSON, without escapes that only browsers want.
func quoted(s string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a text can always be written
	return bytes.TrimRight(b.Bytes(), "\n")
}
