package samples

import (
	"bytes"
	"errors"
	"io"
	"sync"
)

const (
	// blockSize is how much text is read at a time. It is fixed, so that what depends on where blocks end, such as
	// which of many findings are kept, does not depend on the machine.
	blockSize = 512 << 10
	// MaxLine is the longest line of a text that is read, in bytes.
	MaxLine = 4 << 20
)

// errLine says that a line is longer than MaxLine.
var errLine = errors.New("line too long")

// blocks cuts a text into pieces that end at the end of a line.
type blocks struct {
	r io.Reader
	// separator is that of a CSV, where a line end between quotes is part of a cell; 0 for other texts.
	separator byte
	rest      []byte
	end       error
	pool      *sync.Pool
}

func newPool() *sync.Pool {
	return &sync.Pool{New: func() any { return new([]byte) }}
}

// next gives the next piece; io.EOF after the last one. The piece is the caller's until it is given back to the pool.
func (b *blocks) next() (*[]byte, error) {
	piece, _ := b.pool.Get().(*[]byte)
	if cap(*piece) < blockSize {
		*piece = make([]byte, 0, blockSize+blockSize/8)
	}
	data := append((*piece)[:0], b.rest...)
	b.rest = b.rest[:0]
	for want := blockSize; ; want += blockSize {
		data = b.fill(data, want)
		if b.end != nil {
			*piece = data
			if !errors.Is(b.end, io.EOF) {
				return nil, b.end
			}
			if len(data) == 0 {
				return nil, io.EOF
			}
			if len(data) > MaxLine && bytes.LastIndexByte(data, '\n') < len(data)-MaxLine {
				return nil, errLine
			}
			return piece, nil
		}
		if cut := b.cut(data); cut > 0 {
			b.rest = append(b.rest, data[cut:]...)
			*piece = data[:cut]
			return piece, nil
		}
		if len(data) > MaxLine {
			*piece = data
			return nil, errLine
		}
	}
}

// fill reads until there are so many bytes, or the end.
func (b *blocks) fill(data []byte, want int) []byte {
	if cap(data) < want {
		data = append(make([]byte, 0, want+want/8), data...)
	}
	for len(data) < want && b.end == nil {
		n, err := b.r.Read(data[len(data):want])
		data = data[:len(data)+n]
		b.end = err
	}
	return data
}

// cut gives where the last whole line ends, 0 where there is none. Where quotes matter, it is the last line end that
// stands outside of them; of a text whose quotes do not match any line end will do, for it is refused anyway.
func (b *blocks) cut(data []byte) int {
	last := bytes.LastIndexByte(data, '\n') + 1
	if b.separator == 0 || bytes.IndexByte(data, '"') < 0 {
		return last
	}
	end, begins := 0, true
	for at := 0; at < len(data); at++ {
		switch c := data[at]; {
		case c == '\n':
			end, begins = at+1, true
		case c == b.separator:
			begins = true
		case c == '"' && begins: // the cell goes on to the quote that is not doubled
			for at++; at < len(data); at++ {
				if data[at] == '"' {
					if at+1 < len(data) && data[at+1] == '"' {
						at++
						continue
					}
					break
				}
			}
			begins = false
		default:
			begins = false
		}
	}
	if end == 0 && len(data) > MaxLine {
		return last
	}
	return end
}
