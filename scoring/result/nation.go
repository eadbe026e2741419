package result

import "time"

// Nation says of which assessments a national one was put together, and who does best in it. The agencies of a national
// assessment are governments: each as it stands in the assessment of its part, but for its places, which are among all.
type Nation struct {
	// Parts are the sub-folders in the order of their paths, also those that do not count.
	Parts []Part `json:"parts"`
	// Best has an entry for each indicator of which anything is known, in the order of the rubric, on the headline basis.
	Best []Best `json:"best"`
}

// The states of a part: its governments count, or it was scored and they do not, or it could not be scored.
const (
	PartCounted = "counted"
	PartLeftOut = "left_out"
	PartFailed  = "failed"
)

// Part is one assessment of a nation.
type Part struct {
	// Path is its folder, relative to the nation's.
	Path  string `json:"path"`
	State string `json:"state"`
	// Reasons are the codes of the diagnostics that say why it does not count, or not wholly.
	Reasons  []string `json:"reasons,omitempty"`
	Title    string   `json:"title"`
	Year     int      `json:"year,omitempty"`
	Language string   `json:"language,omitempty"`
	// Rubric and Version are what was answered; Crosswalk is by what the answers were brought over to the national rubric.
	Rubric    string `json:"rubric,omitempty"`
	Version   string `json:"version,omitempty"`
	Crosswalk string `json:"crosswalk,omitempty"`
	// Assessment is the file of the result that was taken, relative to that of the nation, SHA256 its hash, Created when
	// it was computed.
	Assessment string    `json:"assessment,omitempty"`
	SHA256     string    `json:"sha256,omitempty"`
	Created    time.Time `json:"created,omitzero"`
	// Governments count nationally; Agencies and Answers are all of the part, Refused its files that were left out.
	Governments int `json:"governments"`
	Agencies    int `json:"agencies"`
	Answers     int `json:"answers"`
	Refused     int `json:"refused,omitempty"`
}

// Members describes the agencies that a government was rolled up from, by their index on one basis. The quartiles are
// those of R type 7.
type Members struct {
	// Agencies is how many there are, Known how many have an index.
	Agencies      int      `json:"agencies"`
	Known         int      `json:"known"`
	Lowest        *float64 `json:"lowest"`
	LowerQuartile *float64 `json:"lower_quartile"`
	Median        *float64 `json:"median"`
	UpperQuartile *float64 `json:"upper_quartile"`
	Highest       *float64 `json:"highest"`
	// Contradictions is how many of their claims a measurement does not bear out.
	Contradictions int `json:"contradictions"`
}

// Best says who is best at an indicator.
type Best struct {
	Indicator string `json:"indicator"`
	// Value is the highest score that anybody was assessed with, Agencies how many share it.
	Value    float64 `json:"value"`
	Agencies int     `json:"agencies"`
	// Examples are some of them, those who show public evidence first, then by their index.
	Examples []Example `json:"examples"`
}

// Example is an agency that others may learn from.
type Example struct {
	Agency string `json:"agency"`
	Name   string `json:"name"`
	// Government is the id of the entry it belongs to, GovernmentName its name; "" where it is an entry itself.
	Government     string   `json:"government,omitempty"`
	GovernmentName string   `json:"government_name,omitempty"`
	Part           string   `json:"part"`
	Index          *float64 `json:"index"`
	// Title and Link are those of an accepted item of evidence with a web address that anybody may look up.
	Title string `json:"title,omitempty"`
	Link  string `json:"link,omitempty"`
}
