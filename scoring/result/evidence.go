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
	zipped := gzip.NewWriter(io.MultiWriter(w, hash)) // without name and time in its header
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

// ReadEvidence yields the records of an evidence file; an error ends it.
func ReadEvidence(r io.Reader) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		zipped, err := gzip.NewReader(bufio.NewReaderSize(r, 1<<16))
		if err != nil {
			yield(Record{}, fmt.Errorf("reading the evidence: %w", err))
			return
		}
		decoder := json.NewDecoder(zipped)
		for n := 1; ; n++ {
			var record Record
			if err := decoder.Decode(&record); errors.Is(err, io.EOF) {
				return
			} else if err != nil {
				yield(Record{}, fmt.Errorf("reading evidence record %d: %w", n, err))
				return
			}
			if !yield(record, nil) {
				return
			}
		}
	}
}
