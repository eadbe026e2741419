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
	lines := bufio.NewWriterSize(zipped, 1<<16)
	encoder := json.NewEncoder(lines)
	encoder.SetEscapeHTML(false)
	for r := range records {
		if err := encoder.Encode(r); err != nil {
			return count, "", fmt.Errorf("writing evidence record %d: %w", count+1, err)
		}
		count++
	}
	if err := errors.Join(lines.Flush(), zipped.Close()); err != nil {
		return count, "", fmt.Errorf("writing the evidence: %w", err)
	}
	return count, hex.EncodeToString(hash.Sum(nil)), nil
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
