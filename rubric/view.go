package rubric

// View is a second way to look at the indicators: a set of tags, such as the principles of good governance. Each
// tag is scored like a node: the mean of its indicators by their share in the index.
type View struct {
	ID          string `yaml:"id" json:"id"`
	Title       Text   `yaml:"title" json:"title"`
	Description Text   `yaml:"description" json:"description,omitzero"`
	Tags        []Tag  `yaml:"tags" json:"tags"`
}

// Tag is one mark that indicators anywhere in the tree can carry. Its id is unique among the tags of all views.
type Tag struct {
	ID          string `yaml:"id" json:"id"`
	Title       Text   `yaml:"title" json:"title"`
	Description Text   `yaml:"description" json:"description,omitzero"`
}

// Tagged gives the indicators of each tag, by tag, in the order of the file. A tag on a node is on all below it.
func (r *Rubric) Tagged() map[string][]*Node {
	tagged := map[string][]*Node{}
	var down func(nodes []*Node, above []string)
	down = func(nodes []*Node, above []string) {
		for _, n := range nodes {
			if n == nil {
				continue
			}
			tags := append(above[:len(above):len(above)], n.Tags...)
			if !n.IsIndicator() {
				down(n.Children, tags)
				continue
			}
			seen := map[string]bool{}
			for _, t := range tags {
				if !seen[t] {
					seen[t] = true
					tagged[t] = append(tagged[t], n)
				}
			}
		}
	}
	down(r.Children, nil)
	return tagged
}

// Tag gives the tag of an id, nil where there is none.
func (r *Rubric) Tag(id string) *Tag {
	for i := range r.Views {
		for k := range r.Views[i].Tags {
			if r.Views[i].Tags[k].ID == id {
				return &r.Views[i].Tags[k]
			}
		}
	}
	return nil
}
