package samples

import (
	"encoding/binary"
	"math/bits"
)

// dictionary finds small numbers by short texts, without making a text of the bytes it is asked for. It is written
// once and then read by many.
type dictionary struct {
	words []string
	// numbers by word, and the cells of an open table.
	numbers []int
	cells   []entry
}

// entry is a cell of the table. Words of up to sixteen bytes are told apart by their form alone, so that finding one
// looks at one place of the memory only.
type entry struct {
	low, high uint64
	length    int32
	word      int32 // plus one; 0 is an empty cell
	number    int
}

// add gives a word its number, unless it has one.
func (d *dictionary) add(word string, number int) {
	if _, known := d.find([]byte(word)); known {
		return
	}
	d.words = append(d.words, word)
	d.numbers = append(d.numbers, number)
	if 4*len(d.words) > len(d.cells) {
		d.cells = make([]entry, max(64, 4*len(d.cells)))
		for i, w := range d.words {
			d.place([]byte(w), i)
		}
		return
	}
	d.place([]byte(word), len(d.words)-1)
}

func (d *dictionary) place(word []byte, i int) {
	mask := uint64(len(d.cells) - 1)
	low, high := form(word)
	at := fold(low, high, len(word)) & mask
	for d.cells[at].word != 0 {
		at = (at + 1) & mask
	}
	d.cells[at] = entry{low: low, high: high, length: int32(len(word)), word: int32(i + 1), number: d.numbers[i]}
}

// find gives the number of a word.
func (d *dictionary) find(word []byte) (int, bool) {
	if len(d.cells) == 0 {
		return -1, false
	}
	mask := uint64(len(d.cells) - 1)
	low, high := form(word)
	for at := fold(low, high, len(word)) & mask; ; at = (at + 1) & mask {
		e := &d.cells[at]
		if e.word == 0 {
			return -1, false
		}
		if e.low == low && e.high == high && int(e.length) == len(word) && (len(word) <= 16 || d.words[e.word-1] == string(word)) {
			return e.number, true
		}
	}
}

// form gives the bytes of a word as two numbers, which tell words of the same length up to sixteen bytes apart.
func form(word []byte) (low, high uint64) {
	switch n := len(word); {
	case n > 16:
		for ; len(word) > 16; word = word[8:] {
			low = fold(low, binary.LittleEndian.Uint64(word), n)
		}
		return low ^ binary.LittleEndian.Uint64(word), binary.LittleEndian.Uint64(word[len(word)-8:])
	case n >= 8:
		return binary.LittleEndian.Uint64(word), binary.LittleEndian.Uint64(word[n-8:])
	case n >= 4:
		return uint64(binary.LittleEndian.Uint32(word)), uint64(binary.LittleEndian.Uint32(word[n-4:]))
	case n > 0:
		return uint64(word[0]) | uint64(word[n/2])<<8 | uint64(word[n-1])<<16, 0
	}
	return 0, 0
}

// fold mixes two numbers by adding the two halves of their product. Words come from the rubric and the list of agencies,
// never from the files that are read, so that nobody can choose them to collide.
func fold(low, high uint64, length int) uint64 {
	h, l := bits.Mul64(low^0xa0761d6478bd642f^uint64(length), high^0xe7037ed1a0b428db)
	return h ^ l
}
