package samples

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/internal/table"
)

const (
	// headSize is how many first bytes tell what a file is.
	headSize = 64 << 10
	// anySize is the limit of files that are read in blocks: none.
	anySize = 1 << 62
	// zstdWindow is the largest window of a zstd file that is read: what the command line tool reads by default.
	zstdWindow = 128 << 20
)

// stream is a file that is read from its beginning to its end, unpacked where it is packed.
type stream struct {
	raw    *source.Reader
	read   func(n int)
	text   *bufio.Reader
	packed string // "gzip", "zstd", "" for none
	unpack *zstd.Decoder
}

// openStream opens a file; read is told of every byte that was read, packed as it is.
func openStream(src source.Source, read func(n int)) (*stream, error) {
	raw, err := src.Open(anySize)
	if err != nil {
		return nil, err
	}
	s := &stream{raw: raw, read: read}
	packed := bufio.NewReaderSize(s, headSize)
	head, err := packed.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		raw.Close()
		return nil, fmt.Errorf("reading %s: %w", src.Name, err)
	}
	s.text = packed
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		s.packed = "gzip"
		unpacked, err := gzip.NewReader(packed)
		if err != nil {
			raw.Close()
			return nil, &packedError{s.packed, err}
		}
		s.text = bufio.NewReaderSize(unpacked, headSize)
	case bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")):
		s.packed = "zstd"
		s.unpack, err = zstd.NewReader(packed, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxWindow(zstdWindow))
		if err != nil {
			raw.Close()
			return nil, &packedError{s.packed, err}
		}
		s.text = bufio.NewReaderSize(s.unpack, headSize)
	}
	return s, nil
}

// Read reads the file as it is.
func (s *stream) Read(p []byte) (int, error) {
	n, err := s.raw.Read(p)
	if n > 0 && s.read != nil {
		s.read(n)
	}
	return n, err
}

// head gives the first bytes of the text, at most headSize.
func (s *stream) head() ([]byte, error) {
	head, err := s.text.Peek(headSize)
	if errors.Is(err, io.EOF) || errors.Is(err, bufio.ErrBufferFull) {
		err = nil
	}
	return bytes.Clone(head), s.fault(err)
}

// fault says of an error whether it came from unpacking.
func (s *stream) fault(err error) error {
	if err == nil || errors.Is(err, io.EOF) || s.packed == "" {
		return err
	}
	return &packedError{s.packed, err}
}

func (s *stream) close() {
	if s.unpack != nil {
		s.unpack.Close()
	}
	s.raw.Close()
}

// packedError says that a packed file cannot be unpacked to its end.
type packedError struct {
	format string
	err    error
}

func (e *packedError) Error() string { return fmt.Sprintf("unpacking %s: %v", e.format, e.err) }
func (e *packedError) Unwrap() error { return e.err }

// readFault is the diagnostic of an error met while a file was read.
func readFault(name string, err error) *diag.Diagnostic {
	at := diag.Place{File: name}
	if packed, is := errors.AsType[*packedError](err); is {
		seen := packed.err.Error()
		if errors.Is(packed.err, io.ErrUnexpectedEOF) {
			seen = "unexpected end of file"
		}
		return rulePacked.At(at).About(packed.format).Saw(seen)
	}
	return table.Fault(name, err)
}

// sizeOf is the size of a file in bytes; 0 where it cannot be told.
func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
