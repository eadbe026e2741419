package result

import (
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
)

// WriteEvidence writes records as gzipped JSON lines and gives the number of records and the SHA-256, in hex, of
// the written bytes. The bytes depend on the records alone.
func WriteEvidence(w io.Writer, records iter.Seq[Record]) (count int, sum string, err error) {
	hash := sha256.New()
	// The header has no name and no time. The fastest level: the file is read rarely, and half the time was spent here.
	zipped, err := gzip.NewWriterLevel(io.MultiWriter(w, hash), gzip.BestSpeed)
	if err != nil {
		return 0, "", fmt.Errorf("writing the evidence: %w", err)
	}
	lines := &pipe{free: make(chan []byte, 2), full: make(chan []byte, 2), done: make(chan error, 1)}
	go lines.run(zipped)
	e := &encoder{b: lines.buffer()}
	for r := range records {
		e.record(&r)
		if e.err != nil {
			return count, "", errors.Join(fmt.Errorf("writing evidence record %d: %w", count+1, e.err), lines.close())
		}
		e.text("\n")
		count++
		if len(e.b) >= evidenceBlock {
			if !lines.send(e.b) {
				break
			}
			e.b = lines.buffer()
		}
	}
	lines.send(e.b)
	if err := errors.Join(lines.close(), zipped.Close()); err != nil {
		return count, "", fmt.Errorf("writing the evidence: %w", err)
	}
	return count, hex.EncodeToString(hash.Sum(nil)), nil
}

// evidenceBlock is how many bytes of lines are handed on at once.
const evidenceBlock = 128 << 10

// pipe hands blocks to a writer that works beside the one who makes them: compressing takes as long as encoding.
type pipe struct {
	free, full chan []byte
	done       chan error
	err        error // of the writer, once it is known
	ended      bool
}

// run writes blocks until there are no more, or until one cannot be written.
func (p *pipe) run(w io.Writer) {
	for block := range p.full {
		if _, err := w.Write(block); err != nil {
			p.done <- err
			return
		}
		select {
		case p.free <- block[:0]:
		default:
		}
	}
	p.done <- nil
}

// buffer gives an empty block.
func (p *pipe) buffer() []byte {
	select {
	case b := <-p.free:
		return b
	default:
		return make([]byte, 0, evidenceBlock+evidenceBlock/4)
	}
}

// send hands a block on; false where the writer has failed.
func (p *pipe) send(block []byte) bool {
	if p.ended {
		return false
	}
	select {
	case p.full <- block:
		return true
	case p.err = <-p.done:
		p.ended = true
		return false
	}
}

// close waits until all is written.
func (p *pipe) close() error {
	close(p.full)
	if !p.ended {
		p.err, p.ended = <-p.done, true
	}
	return p.err
}

// maxRecord is the longest line of an evidence file that is read: no answer with its notes comes near it.
const maxRecord = 4 << 20

// ReadEvidence yields the records of an evidence file one by one, so that memory does not grow with the file; an
// error ends it.
func ReadEvidence(r io.Reader) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		zipped, err := gzip.NewReader(bufio.NewReaderSize(r, 1<<16))
		if err != nil {
			yield(Record{}, fmt.Errorf("reading the evidence: %w", err))
			return
		}
		lines := bufio.NewScanner(zipped)
		lines.Buffer(make([]byte, 0, 1<<16), maxRecord)
		n := 0
		for lines.Scan() {
			n++
			var record Record
			if err := json.Unmarshal(lines.Bytes(), &record); err != nil {
				yield(Record{}, fmt.Errorf("reading evidence record %d: %w", n, err))
				return
			}
			if !yield(record, nil) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(Record{}, fmt.Errorf("reading evidence record %d: %w", n+1, err))
		}
	}
}
