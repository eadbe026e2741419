package rubric

// Fingerprints identify what a rubric says, whatever its file looks like: SHA-256 in hex over a canonical form.
type Fingerprints struct {
	// Scoring covers ids, levels, weights and rules: if it differs, the scores may.
	Scoring string `json:"scoring"`
	// Text covers the words.
	Text string `json:"text"`
}
