package result

// Fit is what an indicator that compares agencies with each other was fitted to, on one basis: with other agencies it
// would be another, and so would every score on the indicator.
type Fit struct {
	Indicator string `json:"indicator"`
	Basis     Basis  `json:"basis"`
	// Method is the rubric's score method.
	Method string `json:"method"`
	// Failed says that the values do not allow the method (a share of a best value that is not above 0), so that the
	// indicator gives no score.
	Failed bool `json:"failed,omitempty"`
	// Before are the values as they were given, in the indicator's own unit.
	Before Shape `json:"before"`
	// Treatment is what was done to extremes first; nil where the rubric wants nothing.
	Treatment *Treatment `json:"treatment,omitempty"`
}

// Shape describes a column of values; what cannot be formed of so few of them is null.
type Shape struct {
	N         int      `json:"n"`
	Lowest    *float64 `json:"lowest"`
	Highest   *float64 `json:"highest"`
	Mean      *float64 `json:"mean"`
	Deviation *float64 `json:"deviation"`
	Skewness  *float64 `json:"skewness"`
	Kurtosis  *float64 `json:"kurtosis"`
}

// Treatment is what was done to the extremes of a column.
type Treatment struct {
	// Method is what the rubric wants, Applied what was done: none where the column was within the limits.
	Method  string `json:"method"`
	Applied string `json:"applied,omitempty"`
	// After are the values as they were compared; Passed says that they are within the limits.
	After  Shape `json:"after"`
	Passed bool  `json:"passed"`
	// Failed says that the values do not allow it (a logarithm of 0), so that they stayed as they were.
	Failed bool `json:"failed,omitempty"`
	// Points are the values that were touched.
	Points []TreatedPoint `json:"points,omitempty"`
}

// TreatedPoint is one value that a treatment touched.
type TreatedPoint struct {
	Agency string  `json:"agency"`
	Before float64 `json:"before"`
	After  float64 `json:"after"`
}

// Imputation is one unknown indicator that was filled in, and from what. The value counts; coverage and bounds take it
// as unknown.
type Imputation struct {
	Agency    string  `json:"agency"`
	Indicator string  `json:"indicator"`
	Basis     Basis   `json:"basis"`
	Value     float64 `json:"value"`
	// N is how many known values it was made of, From the agencies most like this one, the nearest first.
	N    int      `json:"n"`
	From []string `json:"from,omitempty"`
}
