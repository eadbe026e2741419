package treat

// Standard is the treatment of the JRC's audits: a column beyond the limits is winsorised; where that takes too many
// values, the shifted logarithm of the original values is taken in its place (Becker et al. 2022, as for Limits).
type Standard struct {
	Limits Limits
	// MaxPoints is how many values winsorising may change; see Winsorise.
	MaxPoints int
	// Share is the shift of the logarithm; see ShiftedLog.
	Share float64
}

var _ Method = Standard{}

// Treat implements Method. Passed is false where neither helps; then the values are those of the logarithm.
func (m Standard) Treat(values []float64) (*Result, error) {
	r, err := Winsorise{Limits: m.Limits, MaxPoints: m.MaxPoints}.Treat(values)
	if err != nil || r.Passed {
		return r, err
	}
	return ShiftedLog{Limits: m.Limits, Share: m.Share}.Treat(values)
}
