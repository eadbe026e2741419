package view

// NodeInfo is what there is to say of a node itself, whatever anybody answered.
type NodeInfo struct {
	ID, Code, Title, Description string
	// Question is what is asked; Evidence what typically proves an answer.
	Question, Evidence string
	// OwnScale says on what scale its values are where that is not the index's, else "".
	OwnScale string
	// Bands are its own categories where it has some.
	Bands []Band
	// Levels are from the lowest to the highest.
	Levels []LevelInfo
	// Actions lift it from one level to the next; DependsOn are the ids of the indicators that should come first.
	Actions   []ActionInfo
	DependsOn []string
	// Metric names what is measured, Rule says how claim and measurement are reconciled; "" where nothing is measured.
	Metric, Rule string
}

// LevelInfo is one level of an indicator.
type LevelInfo struct {
	Level float64
	// Text is as in IndicatorScore.Level, Wanted as in IndicatorScore.Wanted for somebody one level below.
	Text, Wanted string
}

// ActionInfo is what leads to a level.
type ActionInfo struct {
	To     float64
	Effort int
	Text   string
}

// Node gives what there is to say of a node by its id; the index is "".
func (r *Report) Node(id string) NodeInfo {
	if r.builder == nil {
		return NodeInfo{ID: id}
	}
	b := r.builder
	if id == "" {
		return NodeInfo{Title: b.p.Text("view.index")}
	}
	n := b.tree.Node(id)
	if n == nil {
		return NodeInfo{ID: id, Title: clean(id, nameLimit)}
	}
	info := NodeInfo{
		ID: n.ID, Code: clean(n.Code, shortLimit), Title: b.title(n), Description: b.words(n.Description, ""),
		Question: b.words(n.Question, ""), Evidence: b.words(n.Evidence, ""), OwnScale: b.scaleWords(n), DependsOn: n.DependsOn,
	}
	for i, band := range n.Bands {
		info.Bands = append(info.Bands, Band{
			BandRef: b.bandAmong(n.Bands, band.ID), From: band.From, To: bandTop(n.Bands, i, n.Span()), Range: b.bandRange(n.Bands, i, n.Span()),
		})
	}
	for i := range n.Levels {
		level := &n.Levels[i]
		info.Levels = append(info.Levels, LevelInfo{
			Level: level.Level, Text: b.levelReached(n, level.Level), Wanted: b.wanted(level),
		})
	}
	for _, action := range n.Actions {
		info.Actions = append(info.Actions, ActionInfo{To: action.To, Effort: action.Effort, Text: b.words(action.Text, n.ID)})
	}
	if m := n.Measure; m != nil {
		info.Metric, info.Rule = b.metricTitle(m.Metric), b.known("view.rule.", string(m.Rule))
	}
	return info
}

// ReferenceOf gives what a node (the index under "") of the agency at a place of the ranking is compared with.
func (r *Report) ReferenceOf(place int, id string) Num {
	if r.builder == nil || place < 0 || place >= len(r.builder.entries) {
		return Num{Text: Dash}
	}
	value, _ := r.builder.reference(r.builder.entries[place], id)
	return r.builder.score(value)
}
