package samples

import "encoding/binary"

// dictionary finds small numbers by short texts, without making a text of the bytes it is asked for. It is written
// once and then read by many.
type dictionary struct {
	words []string
	// numbers by word, and the cells of an open table: the number of a word plus one, 0 for none.
	numbers []int
	cells   []int32
}

// add gives a word its number, unless it has one.
func (d *dictionary) add(word string, number int) {
	if _, known := d.find([]byte(word)); known {
		return
	}
	d.words = append(d.words, word)
	d.numbers = append(d.numbers, number)
	if 4*len(d.words) > len(d.cells) {
		d.cells = make([]int32, max(64, 4*len(d.cells)))
		for i, w := range d.words {
			d.place([]byte(w), i)
		}
		return
	}
	d.place([]byte(word), len(d.words)-1)
}

func (d *dictionary) place(word []byte, i int) {
	mask := uint64(len(d.cells) - 1)
	at := hash(word) & mask
	for d.cells[at] != 0 {
		at = (at + 1) & mask
	}
	d.cells[at] = int32(i + 1)
}

// find gives the number of a word.
func (d *dictionary) find(word []byte) (int, bool) {
	if len(d.cells) == 0 {
		return -1, false
	}
	mask := uint64(len(d.cells) - 1)
	for at := hash(word) & mask; d.cells[at] != 0; at = (at + 1) & mask {
		if i := d.cells[at] - 1; d.words[i] == string(word) {
			return d.numbers[i], true
		}
	}
	return -1, false
}

// hash mixes the bytes of a word, eight at a time. Words come from the rubric and the list of agencies, never from the
// files that are read, so that nobody can choose them to collide.
func hash(word []byte) uint64 {
	const prime = 0x9e3779b97f4a7c15
	h := uint64(len(word)) * prime
	for len(word) >= 8 {
		h = (h ^ binary.LittleEndian.Uint64(word)) * prime
		h ^= h >> 32
		word = word[8:]
	}
	if len(word) >= 4 {
		h = (h ^ uint64(binary.LittleEndian.Uint32(word))) * prime
		h ^= h >> 32
		word = word[4:]
	}
	for _, b := range word {
		h = (h ^ uint64(b)) * prime
	}
	return h ^ h>>29
}
