package impute

// None fills nothing.
type None struct{}

var _ Method = None{}

// Impute implements Method.
func (None) Impute(d Data) (*Result, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	return fill(d, func(int, int) (Fill, Reason) { return Fill{}, Asked }), nil
}

// Middle fills in the mean or the median of the units that know the column (OECD/JRC, Handbook on Constructing
// Composite Indicators, 2008, unconditional mean imputation), or of those of the unit's own group. A group where
// nobody knows the column stays unknown; COINr leaves it so too.
type Middle struct {
	// Median takes the median; else it is the mean.
	Median bool
	// ByGroup looks at the unit's group only.
	ByGroup bool
}

var _ Method = Middle{}

// Impute implements Method. An error also names groups that are not one for each unit.
func (m Middle) Impute(d Data) (*Result, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	if m.ByGroup {
		if err := d.checkGroups(); err != nil {
			return nil, err
		}
	}
	type place struct {
		column int
		group  string
	}
	type found struct {
		value float64
		n     int
	}
	seen := map[place]found{}
	return fill(d, func(column, unit int) (Fill, Reason) {
		at := place{column: column}
		if m.ByGroup {
			if at.group = d.Groups[unit]; at.group == "" {
				return Fill{}, NoGroup
			}
		}
		f, ok := seen[at]
		if !ok {
			values := d.known(column, func(u int) bool { return !m.ByGroup || d.Groups[u] == at.group })
			f = found{n: len(values), value: middle(values, m.Median)}
			seen[at] = f
		}
		switch {
		case f.n > 0:
			return Fill{Value: f.value, N: f.n}, ""
		case m.ByGroup:
			return Fill{}, GroupKnows
		}
		return Fill{}, NobodyKnows
	}), nil
}
