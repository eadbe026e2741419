package rubric

import (
	"strconv"
	"strings"

	"siap/internal/diag"
)

// Positions says where in its YAML file each part of a rubric stands, by path: "scale.min",
// "children[0].levels[2].text.en". A nil map is a rubric that was not read from a file.
type Positions map[string]diag.Place

// Of gives the place of a path and, where nothing stands there, of the nearest part around it.
func (p Positions) Of(path string) diag.Place {
	for {
		if place, known := p[path]; known || path == "" {
			return place
		}
		path = parent(path)
	}
}

// parent is the path of what holds the part at path; "" is the rubric itself.
func parent(path string) string {
	return path[:max(0, strings.LastIndexAny(path, ".["))]
}

// spot is one part of a rubric: its path for machines, and a name that a person finds in the file, which begins
// at the node's own id ("data_management.levels[2].text.en").
type spot struct{ path, name string }

// label is the name for messages.
func (s spot) label() string {
	if s.name == "" {
		return "rubric"
	}
	return s.name
}

// key is the part under a key.
func (s spot) key(k string) spot {
	if s.path == "" {
		return spot{k, k}
	}
	return spot{s.path + "." + k, s.name + "." + k}
}

// item is an entry of a list, called by its id where it has one.
func (s spot) item(i int, id string) spot {
	index := "[" + strconv.Itoa(i) + "]"
	if id != "" {
		return spot{s.path + index, s.name + "." + id}
	}
	return spot{s.path + index, s.name + index}
}

// child is a node of the tree below s.
func (s spot) child(i int, id string) spot {
	c := s.key("children").item(i, "")
	if id != "" {
		c.name = id
	}
	return c
}

// visit calls f for every node with its spot and its depth, 1 for the dimensions, down to MaxDepth. A nil node,
// which hostile JSON can hold, is passed over.
func (r *Rubric) visit(f func(n *Node, at spot, depth int)) {
	var down func(nodes []*Node, at spot, depth int)
	down = func(nodes []*Node, at spot, depth int) {
		for i, n := range nodes {
			if n == nil {
				continue
			}
			here := at.child(i, n.ID)
			f(n, here, depth)
			if depth <= MaxDepth {
				down(n.Children, here, depth+1)
			}
		}
	}
	down(r.Children, spot{}, 1)
}
