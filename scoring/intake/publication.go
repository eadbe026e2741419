package intake

import (
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/edition"
)

// Publication is what siap.yaml says of how outputs are published.
type Publication struct {
	edition.Publication
	// LogoFile is the logo's file, relative to the folder; the logo itself is there after Load.
	LogoFile string
	// Key makes the codes of the anonymous edition; KeyFile holds it where it does not stand in siap.yaml.
	Key     edition.Key
	KeyFile string

	file          string
	logo, keyFile *yaml.Node
}

// What may be wrong with a publication.
var (
	ruleTextLong    = diag.Rule{Code: "CF050", Severity: diag.Error}
	ruleColourLight = diag.Rule{Code: "CF051", Severity: diag.Error}
	ruleLogo        = diag.Rule{Code: "CF052", Severity: diag.Error}
	ruleKeyShort    = diag.Rule{Code: "CF053", Severity: diag.Error}
	ruleKeyFile     = diag.Rule{Code: "CF054", Severity: diag.Error}
)

// keyBytes is the most that a file with a key has.
const keyBytes = 4 << 10

// publication reads how outputs are published.
func (r *settingsReader) publication(n *yaml.Node) {
	p := &r.settings.Publication
	p.file = r.file
	r.mapping(n, "publication.", fields{
		"title":     r.both(&p.Title, "title", edition.TitleMost),
		"watermark": r.both(&p.Watermark, "watermark", edition.WatermarkMost),
		"preface":   r.both(&p.Preface, "preface", edition.PrefaceMost),
		"logo": func(v *yaml.Node) {
			r.inside(&p.LogoFile, v)
			p.logo = v
		},
		"colours": func(v *yaml.Node) {
			r.mapping(v, "publication.colours.", fields{"primary": r.colour(&p.Colours.Primary, true), "accent": r.colour(&p.Colours.Accent, false)})
		},
		"signatory": func(v *yaml.Node) {
			s := &p.Signatory
			r.mapping(v, "publication.signatory.", fields{
				"name": r.line(&s.Name), "position": r.line(&s.Position), "number": r.line(&s.Number), "place": r.line(&s.Place), "date": r.line(&s.Date),
			})
		},
		"code_key": func(v *yaml.Node) {
			r.text((*string)(&p.Key))(v)
			if err := p.Key.Check(); err != nil && v.Kind == yaml.ScalarNode {
				r.problems.Add(ruleKeyShort.At(r.at(v)).Allows(strconv.Itoa(edition.KeyLeast)))
			}
		},
		"code_key_file": func(v *yaml.Node) {
			r.inside(&p.KeyFile, v)
			p.keyFile = v
		},
	})
	delete(r.settings.Scalars, "publication.code_key") // a key is shown nowhere
}

// both reads a text in both languages, or one for both.
func (r *settingsReader) both(to *rubric.Text, what string, most int) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode {
			text := strings.TrimSpace(n.Value)
			*to = rubric.Text{ID: text, EN: text}
		} else {
			r.mapping(n, "publication."+what+".", fields{"id": r.text(&to.ID), "en": r.text(&to.EN)})
		}
		if n := edition.TooLong(*to, most); n > 0 {
			r.tooLong(what, n, most)
		}
	}
}

// line reads one line of the signatory.
func (r *settingsReader) line(to *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		r.text(to)(n)
		if long := edition.TooLong(rubric.Text{ID: *to}, edition.SignatoryMost); long > 0 {
			r.problems.Add(ruleTextLong.At(r.at(n)).About("signatory").Saw(strconv.Itoa(long)).Allows("≤ " + strconv.Itoa(edition.SignatoryMost)))
		}
	}
}

func (r *settingsReader) tooLong(what string, n, most int) {
	r.problems.Add(ruleTextLong.At(diag.Place{File: r.file}).About(what).Saw(strconv.Itoa(n)).Allows("≤ " + strconv.Itoa(most)))
}

// colour reads #RRGGBB; white letters stand on one that is a ground.
func (r *settingsReader) colour(to *string, ground bool) func(*yaml.Node) {
	return func(n *yaml.Node) {
		text := strings.ToUpper(strings.TrimSpace(n.Value))
		switch {
		case n.Kind != yaml.ScalarNode || !edition.IsColour(text):
			r.wrong(n, "\"#1F4E79\"")
		case ground && edition.Contrast(text) < edition.ContrastLeast:
			r.problems.Add(ruleColourLight.At(r.at(n)).Saw(text).
				About(fmt.Sprintf("%.1f", edition.Contrast(text))).Allows(fmt.Sprintf("%.1f", edition.ContrastLeast)))
		default:
			*to = text
		}
	}
}

// inside reads a path relative to the folder.
func (r *settingsReader) inside(to *string, n *yaml.Node) {
	r.text(to)(n)
	if path.IsAbs(*to) || strings.ContainsAny(*to, "\\:\x00") {
		r.problems.Add(ruleInputOutside.At(r.at(n)).About("publication").Saw(*to))
		*to = ""
	}
}

// Load reads the logo and the key from their files in the folder, and says what is wrong with them.
func (p *Publication) Load(dir string) *diag.List {
	problems := &diag.List{}
	place := func(n *yaml.Node) diag.Place {
		if n == nil {
			return diag.Place{File: p.file}
		}
		return diag.Place{File: p.file, Line: n.Line, Column: n.Column}
	}
	if p.LogoFile != "" {
		data, err := readSmall(dir, p.LogoFile, edition.LogoBytes)
		if err == nil {
			p.Logo, err = edition.ReadLogo(data)
		}
		if err != nil {
			problems.Add(ruleLogo.At(place(p.logo)).About(p.LogoFile).Saw(why(err)))
		}
	}
	if p.KeyFile != "" && p.Key == "" {
		data, err := readSmall(dir, p.KeyFile, keyBytes)
		if err == nil {
			p.Key = edition.Key(strings.TrimSpace(string(data)))
			err = p.Key.Check()
		}
		switch {
		case errors.Is(err, edition.ErrNoKey), errors.Is(err, edition.ErrShortKey):
			problems.Add(ruleKeyShort.At(place(p.keyFile)).Allows(strconv.Itoa(edition.KeyLeast)))
		case err != nil:
			problems.Add(ruleKeyFile.At(place(p.keyFile)).About(p.KeyFile).Saw(reason(err)))
		}
	}
	return problems
}

// why gives what a logo was refused for, without what that means.
func why(err error) string {
	if errors.Is(err, edition.ErrLogo) {
		return strings.TrimPrefix(err.Error(), edition.ErrLogo.Error()+": ")
	}
	return reason(err)
}

// readSmall reads a file of the folder.
func readSmall(dir, name string, limit int64) ([]byte, error) {
	file, err := source.Source{Path: filepath.Join(dir, filepath.FromSlash(name)), Name: name}.Open(limit)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return data, nil
}
