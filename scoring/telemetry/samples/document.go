package samples

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
)

// MaxDocument is the largest JSON text that is read as a whole, in bytes.
const MaxDocument = 64 << 20

// isDocument reports whether a JSON text is one value, not one object a line: a list, an answer of a CKAN portal, or an
// object that goes over several lines.
func isDocument(head []byte) bool {
	text := blank(head)
	if len(text) == 0 || text[0] == '[' || isAnswer(text) {
		return true
	}
	line, _, whole := bytes.Cut(text, []byte{'\n'})
	if !whole {
		return false
	}
	var s scanner
	_, err := s.object(line)
	return err != nil && bytes.Count(line, []byte{'{'}) > bytes.Count(line, []byte{'}'})
}

// isAnswer recognises an answer of the CKAN action API by the members that each of them has.
func isAnswer(text []byte) bool {
	return text[0] == '{' && bytes.Contains(text, []byte(`"success"`)) && bytes.Contains(text, []byte(`"help"`))
}

// document reads a JSON text as a whole.
func (b *builder) document(r io.Reader) error {
	text, err := io.ReadAll(io.LimitReader(r, MaxDocument+1))
	if err != nil {
		return err
	}
	if len(text) > MaxDocument {
		return errLine
	}
	text = blank(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")))
	if len(text) > 0 && text[0] == '[' {
		b.list(text)
		return nil
	}
	b.answer(text)
	return nil
}

// list reads a list of records; their line is their place in the list.
func (b *builder) list(text []byte) {
	var records []json.RawMessage
	if err := json.Unmarshal(text, &records); err != nil {
		b.out.Read++
		b.report(ruleJSON, 0, -1).Saw(err.Error())
		return
	}
	for i, record := range records {
		b.jsonRecord(record, int32(min(i, math.MaxInt32)))
	}
	b.out.lines = len(records)
}

// ckanAnswer is what is read of an answer of the CKAN action API (docs.ckan.org, API guide): package_search with a
// facet of the organizations or with the data sets themselves, organization_list with all fields, organization_show.
type ckanAnswer struct {
	Success *bool           `json:"success"`
	Error   json.RawMessage `json:"error"`
	Result  json.RawMessage `json:"result"`
}

type ckanSearch struct {
	Count   *float64      `json:"count"`
	Results []ckanPackage `json:"results"`
	Facets  map[string]struct {
		Items []struct {
			Name  string  `json:"name"`
			Count float64 `json:"count"`
		} `json:"items"`
	} `json:"search_facets"`
}

type ckanPackage struct {
	Organization *struct {
		Name string `json:"name"`
	} `json:"organization"`
	Resources int `json:"num_resources"`
}

type ckanOrganization struct {
	Name     string   `json:"name"`
	Packages *float64 `json:"package_count"`
}

// answer reads an answer of a CKAN portal, which may say in a file that came without a fault that it failed.
func (b *builder) answer(text []byte) {
	var a ckanAnswer
	if err := json.Unmarshal(text, &a); err != nil || a.Success == nil {
		b.out.Read++
		b.report(ruleJSON, 0, -1).Saw(string(text[:min(len(text), 400)]))
		return
	}
	if !*a.Success {
		b.out.Read++
		b.report(ruleAnswer, 0, -1).Saw(string(a.Error))
		return
	}
	var search ckanSearch
	if json.Unmarshal(a.Result, &search) == nil && search.Count != nil {
		b.search(&search)
		return
	}
	var one ckanOrganization
	if json.Unmarshal(a.Result, &one) == nil && one.Packages != nil {
		b.ckan(one.Name, CKANDatasets, *one.Packages)
		return
	}
	var all []ckanOrganization
	if json.Unmarshal(a.Result, &all) == nil && len(all) > 0 && all[0].Packages != nil {
		for _, o := range all {
			if o.Packages != nil {
				b.ckan(o.Name, CKANDatasets, *o.Packages)
			}
		}
		return
	}
	b.out.Read++
	b.report(ruleAnswer, 0, -1).Saw("result").Allows("package_search, organization_list?all_fields=true, organization_show")
}

// search reads how many data sets each organization has: from the facet, or by counting the data sets where the answer
// holds all of them.
func (b *builder) search(s *ckanSearch) {
	if facet, has := s.Facets["organization"]; has && len(facet.Items) > 0 {
		for _, item := range facet.Items {
			b.ckan(item.Name, CKANDatasets, item.Count)
		}
	} else if float64(len(s.Results)) < *s.Count { // package_search gives at most 1000 rows
		b.out.Read++
		b.report(ruleAnswer, 0, -1).Saw("results < count").Allows("facet.field=[\"organization\"]&facet.limit=-1&rows=0")
		return
	}
	if float64(len(s.Results)) < *s.Count {
		return
	}
	var order []string
	datasets, resources := map[string]float64{}, map[string]float64{}
	for _, p := range s.Results {
		if p.Organization == nil {
			continue
		}
		name := p.Organization.Name
		if datasets[name] == 0 {
			order = append(order, name)
		}
		datasets[name]++
		resources[name] += float64(p.Resources)
	}
	_, counted := s.Facets["organization"]
	for _, name := range order {
		if !counted {
			b.ckan(name, CKANDatasets, datasets[name])
		}
		b.ckan(name, CKANResources, resources[name])
	}
}

// ckan hands on a number of an organization.
func (b *builder) ckan(organization, series string, x float64) {
	name, known := b.asked.names.find([]byte(series))
	if !known {
		b.out.Read++
		b.out.found.fold(ruleOtherSeries, 0, -1, "", nil)
		return
	}
	number, _ := b.asked.agencies.find([]byte(organization))
	b.put(number, []byte(organization), name, []byte(series), b.asOf(number), x, where{0, -1, -1}, nil)
}
