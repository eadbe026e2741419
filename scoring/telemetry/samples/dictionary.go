package samples

import (
	"encoding/binary"
	"math/bits"
)

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

// hash mixes the bytes of a word, eight at a time, by folding the two halves of a product. Words come from the rubric
// and the list of agencies, never from the files that are read, so that nobody can choose them to collide.
func hash(word []byte) uint64 {
	h := uint64(len(word)) * 0x9e3779b97f4a7c15
	for ; len(word) > 8; word = word[8:] {
		h = fold(h ^ binary.LittleEndian.Uint64(word))
	}
	var tail uint64
	switch n := len(word); {
	case n == 8:
		tail = binary.LittleEndian.Uint64(word)
	case n >= 4:
		tail = uint64(binary.LittleEndian.Uint32(word)) | uint64(binary.LittleEndian.Uint32(word[n-4:]))<<32
	case n > 0:
		tail = uint64(word[0]) | uint64(word[n/2])<<8 | uint64(word[n-1])<<16
	}
	return fold(h ^ tail)
}

func fold(x uint64) uint64 {
	high, low := bits.Mul64(x^0xa0761d6478bd642f, 0xe7037ed1a0b428db)
	return high ^ low
}
