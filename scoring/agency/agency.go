// Package agency is the list of agencies that are assessed: who they are, what kind, which group they are ranked
// in, which government they belong to and what time it is there. It knows nothing of rubrics, answers or scores.
package agency

import (
	"time"

	"siap/internal/diag"
)

// Agency is one assessed body.
type Agency struct {
	// ID is the short name used in every input: letters, digits, dot, dash and underscore.
	ID   string
	Name string
	// Type is its kind, such as dinas, kabupaten or provinsi.
	Type string
	// Group is the value of the column group, "" where there is none.
	Group string
	// Parent is the id of the government it belongs to, "" for none.
	Parent string
	// Weight is its share in its parent's roll-up, relative to its siblings; 1 where the column is missing.
	Weight float64
	// Zone is its time zone; WIB (UTC+7) where the column is missing.
	Zone *time.Location
	// Columns holds every column it can be grouped or selected by: type, group and all further ones.
	Columns map[string]string
	// Place is where its id stands in the file; no place for an agency that is known from answers only.
	Place diag.Place
}

// List is the agencies in the order of the file.
type List struct {
	all  []*Agency
	byID map[string]int
	// columns are the names of the columns one may group by, in the order of the file.
	columns []string
}

// NewList makes a list of agencies in the given order; of agencies with the same id the first counts.
func NewList(agencies []*Agency, columns []string) *List {
	l := &List{byID: make(map[string]int, len(agencies)), columns: columns}
	for _, a := range agencies {
		if _, twice := l.byID[a.ID]; twice {
			continue
		}
		l.byID[a.ID] = len(l.all)
		l.all = append(l.all, a)
	}
	return l
}

// All gives the agencies in the order of the file.
func (l *List) All() []*Agency { return l.all }

// Len is the number of agencies.
func (l *List) Len() int { return len(l.all) }

// Index gives the place of an agency in All, and false where there is none of that id.
func (l *List) Index(id string) (int, bool) { i, ok := l.byID[id]; return i, ok }

// Columns are the names one may group by: type, group and all further columns of the file.
func (l *List) Columns() []string { return l.columns }

// IDs gives the ids in the order of the file.
func (l *List) IDs() []string {
	ids := make([]string, len(l.all))
	for i, a := range l.all {
		ids[i] = a.ID
	}
	return ids
}

// The three Indonesian time zones; there is no daylight saving time.
var (
	WIB  = time.FixedZone("WIB", 7*60*60)
	WITA = time.FixedZone("WITA", 8*60*60)
	WIT  = time.FixedZone("WIT", 9*60*60)
)
