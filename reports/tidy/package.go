package tidy

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"siap/internal/l10n"
	"siap/scoring/result"
)

// The members of datapackage.json: those of Frictionless Data Package 1.0 and Table Schema 1.0, and beside them titles and
// descriptions in both languages, units and ranges.

type dataPackage struct {
	Profile      string         `json:"profile"`
	Name         string         `json:"name"`
	Title        string         `json:"title,omitempty"`
	Description  string         `json:"description"`
	Descriptions inBoth         `json:"descriptions"`
	Created      string         `json:"created"`
	Siap         origin         `json:"siap"`
	Resources    []dataResource `json:"resources"`
}

// origin says what the numbers are of: enough to find the result again.
type origin struct {
	Version     string `json:"version"`
	Schema      string `json:"schema"`
	Edition     string `json:"edition"`
	Rubric      string `json:"rubric"`
	RubricVer   string `json:"rubric_version"`
	Fingerprint string `json:"rubric_fingerprint"`
	Evidence    string `json:"evidence_sha256,omitempty"`
	Seed        string `json:"seed"`
	Simulation  bool   `json:"simulation"`
	Derived     bool   `json:"derived"`
	Invented    bool   `json:"invented"`
}

type dataResource struct {
	Profile      string      `json:"profile"`
	Name         string      `json:"name"`
	Path         string      `json:"path"`
	Format       string      `json:"format"`
	MediaType    string      `json:"mediatype"`
	Encoding     string      `json:"encoding,omitempty"`
	Bytes        int64       `json:"bytes"`
	Hash         string      `json:"hash"`
	Rows         int         `json:"rows"`
	Description  string      `json:"description"`
	Descriptions inBoth      `json:"descriptions"`
	Schema       tableSchema `json:"schema"`
}

type tableSchema struct {
	Fields        []field      `json:"fields"`
	MissingValues []string     `json:"missingValues"`
	PrimaryKey    []string     `json:"primaryKey,omitempty"`
	ForeignKeys   []foreignKey `json:"foreignKeys,omitempty"`
}

type field struct {
	Name         string      `json:"name"`
	Type         kind        `json:"type"`
	Description  string      `json:"description"`
	Descriptions inBoth      `json:"descriptions"`
	Unit         string      `json:"unit,omitempty"`
	Units        *inBoth     `json:"units,omitempty"`
	Range        inBoth      `json:"range"`
	Constraints  *constraint `json:"constraints,omitempty"`
}

type constraint struct {
	Required bool     `json:"required,omitempty"`
	Minimum  *float64 `json:"minimum,omitempty"`
	Maximum  *float64 `json:"maximum,omitempty"`
	Enum     []string `json:"enum,omitempty"`
}

type foreignKey struct {
	Fields    []string  `json:"fields"`
	Reference reference `json:"reference"`
}

type reference struct {
	Resource string   `json:"resource"`
	Fields   []string `json:"fields"`
}

var mediaTypes = map[Format]string{CSV: "text/csv", JSON: "application/json", Parquet: "application/vnd.apache.parquet"}

// writePackage describes the files that were written.
func writePackage(w io.Writer, a *result.Assessment, lang string, files []resource) error {
	about := tables(a)[0].rows.Index(0).Interface().(overviewRow)
	p := dataPackage{
		Profile: "data-package", Name: "siap", Title: about.Title, Description: both("tidy.about").in(lang), Descriptions: both("tidy.about"),
		Created: a.Created.UTC().Format(time.RFC3339),
		Siap: origin{
			Version: a.Tool.Version, Schema: a.Schema, Edition: about.Edition, Rubric: about.Rubric, RubricVer: about.RubricVer,
			Fingerprint: about.Scoring, Evidence: a.Evidence.SHA256, Seed: about.Seed, Simulation: about.Simulation, Derived: about.Derived,
			Invented: about.Invented,
		},
	}
	for _, f := range files {
		p.Resources = append(p.Resources, describe(f, lang, files[0].format))
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(p); err != nil {
		return fmt.Errorf("encoding the description: %w", err)
	}
	return nil
}

// resourceName is a table's name in one format: its own in the first one.
func resourceName(table string, f, first Format) string {
	if f == first {
		return table
	}
	return table + "-" + string(f)
}

func describe(f resource, lang string, first Format) dataResource {
	t := f.table
	r := dataResource{
		Profile: "tabular-data-resource", Name: resourceName(t.name, f.format, first), Path: f.path, Format: string(f.format),
		MediaType: mediaTypes[f.format], Encoding: "utf-8", Bytes: f.size, Hash: "sha256:" + f.sum, Rows: t.len(),
		Description: both(t.titleKey()).in(lang), Descriptions: both(t.titleKey()),
		Schema: tableSchema{MissingValues: []string{""}, PrimaryKey: t.key},
	}
	if f.format == Parquet { // which no profile of a table knows
		r.Profile, r.Encoding = "data-resource", ""
	}
	for _, c := range t.columns {
		means := both(t.columnKey(c))
		one := field{
			Name: c.name, Type: c.kind, Description: means.in(lang), Descriptions: means, Unit: c.unit,
			Range: inBoth{c.rangeText(l10n.For(l10n.Indonesian)), c.rangeText(l10n.For(l10n.English))},
		}
		if c.unit != "" {
			units := both("tidy.unit." + c.unit)
			one.Units = &units
		}
		k := constraint{Required: !c.missing, Enum: c.values}
		k.Minimum, k.Maximum = c.limits()
		if k.Required || k.Enum != nil || k.Minimum != nil || k.Maximum != nil {
			one.Constraints = &k
		}
		r.Schema.Fields = append(r.Schema.Fields, one)
	}
	for _, l := range t.links {
		r.Schema.ForeignKeys = append(r.Schema.ForeignKeys, foreignKey{l.columns, reference{resourceName(l.table, f.format, first), l.to}})
	}
	return r
}
