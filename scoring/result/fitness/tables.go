package fitness

// Distribution describes the values of one node.
type Distribution struct {
	Node string `json:"node"`
	// Known, Unknown and NotApplicable count the agencies; Unique the different values, Largest the agencies in the
	// largest group of equal ones.
	Known         int `json:"known"`
	Unknown       int `json:"unknown"`
	NotApplicable int `json:"not_applicable"`
	Zeros         int `json:"zeros"`
	Unique        int `json:"unique"`
	Largest       int `json:"largest"`
	// Numbers are scores; quartiles are of type 7, SD has n-1, Skewness is G1 and Kurtosis G2.
	Min      *float64 `json:"min"`
	Q1       *float64 `json:"q1"`
	Median   *float64 `json:"median"`
	Q3       *float64 `json:"q3"`
	Max      *float64 `json:"max"`
	Mean     *float64 `json:"mean"`
	SD       *float64 `json:"sd"`
	Skewness *float64 `json:"skewness"`
	Kurtosis *float64 `json:"kurtosis"`
	// Floor and Ceiling are the shares of the known values at the ends of the scale.
	Floor   *float64 `json:"floor"`
	Ceiling *float64 `json:"ceiling"`
	// Outliers are the agencies beyond Tukey's inner fences, Far those beyond the outer ones; Heavy says that skewness
	// and kurtosis are both over their limits.
	Outliers []string `json:"outliers,omitempty"`
	Far      []string `json:"far,omitempty"`
	Heavy    bool     `json:"heavy"`
}

// Correlations are those of every pair of nodes, each over the agencies that have both.
type Correlations struct {
	// Method is pearson, spearman or kendall.
	Method string `json:"method"`
	// Nodes are the index, and all nodes in the order of the rubric; R, N and P have a row and a column for each.
	Nodes []string     `json:"nodes"`
	R     [][]*float64 `json:"r"`
	N     [][]int      `json:"n"`
	P     [][]*float64 `json:"p"`
}

// Alpha is Cronbach's alpha of the members of one node.
type Alpha struct {
	Node string `json:"node"`
	// Blanks is pairwise or listwise; N is how many agencies were used, under pairwise the fewest that two members
	// share.
	Blanks       string   `json:"blanks"`
	N            int      `json:"n"`
	Raw          *float64 `json:"raw"`
	Standardised *float64 `json:"standardised"`
	// Mean is the mean correlation of two members.
	Mean  *float64    `json:"mean"`
	Items []AlphaItem `json:"items"`
	// Constant are members that were left out because they do not vary.
	Constant []string `json:"constant,omitempty"`
}

// AlphaItem is one member: alpha without it, and its correlation with the sum of the others.
type AlphaItem struct {
	Node                string   `json:"node"`
	Without             *float64 `json:"without"`
	WithoutStandardised *float64 `json:"without_standardised"`
	Rest                *float64 `json:"rest"`
	RestStandardised    *float64 `json:"rest_standardised"`
}

// Components are the principal components of the members of one node, of their correlations.
type Components struct {
	Node        string    `json:"node"`
	Blanks      string    `json:"blanks"`
	N           int       `json:"n"`
	Eigenvalues []float64 `json:"eigenvalues"`
	// Share is each eigenvalue's share of the variance, Strong how many components are strong.
	Share  []float64 `json:"share"`
	Strong int       `json:"strong"`
	// Members are the nodes used, Loadings has a row for each of them and a column for each component.
	Members  []string    `json:"members"`
	Loadings [][]float64 `json:"loadings"`
	// Constant are members that were left out because they do not vary.
	Constant []string `json:"constant,omitempty"`
}

// Weight holds a node's stated weight in its parent against what it really moves there.
type Weight struct {
	Node   string `json:"node"`
	Parent string `json:"parent"`
	N      int    `json:"n"`
	// Stated and Effective are shares among the siblings; Effect is the part of the parent's variance that goes with the
	// node, the square of R.
	Stated    float64  `json:"stated"`
	Effective *float64 `json:"effective"`
	Effect    *float64 `json:"effect"`
	R         *float64 `json:"r"`
}

// Agreement is how far respondents agree.
type Agreement struct {
	// Agencies has Krippendorff's alpha of the respondents of each agency over its indicators, Indicators that of each
	// indicator over the agencies; only where more than one respondent answered.
	Agencies   []Agreed `json:"agencies"`
	Indicators []Agreed `json:"indicators"`
	// Roles says how far the roles put the agencies in one order; nil where fewer than two roles answered.
	Roles *Concordance `json:"roles"`
}

// Agreed is Krippendorff's alpha of one agency or indicator.
type Agreed struct {
	Agency    string `json:"agency,omitempty"`
	Indicator string `json:"indicator,omitempty"`
	// Metric is nominal, ordinal or interval.
	Metric string `json:"metric"`
	// Alpha is null where all answers are alike. Rated things have more than one answer, Answers in all.
	Alpha   *float64 `json:"alpha"`
	Rated   int      `json:"rated"`
	Answers int      `json:"answers"`
	// Difference is the mean absolute difference of two respondents on the same thing, as a part of the scale of the
	// answers.
	Difference *float64 `json:"difference"`
}

// Concordance is Kendall's W of the roles' mean levels of the agencies.
type Concordance struct {
	Roles []string `json:"roles"`
	// Agencies is how many have answers of every role, LeftOut how many lack some role's. Indicators is how many
	// indicators all roles answered.
	Agencies   int      `json:"agencies"`
	LeftOut    int      `json:"left_out"`
	Indicators int      `json:"indicators"`
	W          *float64 `json:"w"`
	ChiSquared *float64 `json:"chi_squared"`
	Degrees    int      `json:"degrees"`
	P          *float64 `json:"p"`
	// Tau has a row and a column for each role: Kendall's tau-b of the two.
	Tau [][]*float64 `json:"tau"`
}
