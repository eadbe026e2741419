package questionnaire

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/internal/table"
	"siap/rubric"
	"siap/scoring/agency"
)

// The limits of an archive.
const (
	maxArchive      = 256 << 20 // bytes of the file
	maxArchiveParts = 20_000
	maxArchiveCSV   = 100 // tables in it
)

// archive is an open ZIP archive with tables in it, as ODK Central and Google Forms give it out.
type archive struct {
	src  source.Source
	file *os.File
	zip  *zip.Reader
	hash string
}

// openArchive opens an archive that holds the submissions of a survey tool in one of its CSV files.
func openArchive(src source.Source, r *rubric.Rubric, agencies *agency.List) (f File, mine bool, d *diag.Diagnostic) {
	a, mine, d := openZip(src)
	if !mine || d != nil {
		return nil, mine, d
	}
	var main *zip.File
	var found *tool
	var others, mains []string
	for _, part := range a.tables() {
		t, d := a.table(part)
		if d != nil {
			if d.Code == "TB003" || d.Code == "TB010" { // empty, or a repeat whose columns share a name
				others = append(others, part.Name)
				continue
			}
			a.file.Close()
			return nil, true, d
		}
		tool := toolOf(t)
		t.Close()
		if tool == nil {
			others = append(others, part.Name)
			continue
		}
		main, found = part, tool
		mains = append(mains, part.Name)
	}
	switch {
	case len(mains) == 0:
		a.file.Close()
		return nil, false, nil // the reader of tables says what it is
	case len(mains) > 1:
		a.file.Close()
		return nil, true, ruleArchiveTables.At(diag.Place{File: src.Name}).Saw(listed(mains))
	}
	t, d := a.table(main)
	if d != nil {
		a.file.Close()
		return nil, true, d
	}
	opened, d := openSubmissions(src, t, found, r, agencies)
	if d != nil {
		a.file.Close()
		return nil, true, d
	}
	s := opened.(*surveyFile)
	s.again = func() (*table.Table, *diag.Diagnostic) { return a.table(main) }
	s.marked = "ZIP"
	if len(others) > 0 {
		s.header = append(s.header, ruleRepeatsUnread.At(diag.Place{File: src.Name}).Saw(listed(others)))
	}
	return &archiveFile{s, a}, true, nil
}

// archiveFile closes the archive with the table in it.
type archiveFile struct {
	*surveyFile
	archive *archive
}

// Close implements File.
func (f *archiveFile) Close() error { return errors.Join(f.surveyFile.Close(), f.archive.file.Close()) }

// openZip opens an archive; mine is false for any other file, also for a workbook, which is an archive too.
func openZip(src source.Source) (a *archive, mine bool, d *diag.Diagnostic) {
	file, err := os.Open(src.Path)
	if err != nil {
		return nil, false, nil // the reader of tables says why
	}
	a = &archive{src: src, file: file}
	broken := func(seen, limit string) *diag.Diagnostic {
		return ruleArchive.At(diag.Place{File: src.Name}).Saw(seen).Allows(limit)
	}
	mine, d = func() (bool, *diag.Diagnostic) {
		head := make([]byte, 512)
		n, err := io.ReadFull(file, head)
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return false, nil
		}
		named := strings.EqualFold(path.Ext(src.Name), ".zip")
		if head = head[:n]; !bytes.HasPrefix(head, []byte("PK\x03\x04")) || (!named && !strings.HasSuffix(firstPart(head), ".csv")) {
			return false, nil
		}
		info, err := file.Stat()
		if err != nil {
			return true, broken(err.Error(), "ZIP")
		}
		if info.Size() > maxArchive {
			return true, broken(strconv.FormatInt(info.Size()>>20, 10)+" MiB", strconv.Itoa(maxArchive>>20)+" MiB")
		}
		if d := a.count(); d != nil {
			return true, d
		}
		if a.zip, err = zip.NewReader(file, info.Size()); err != nil {
			return true, broken(err.Error(), "ZIP")
		}
		for _, part := range a.zip.File {
			if strings.EqualFold(part.Name, "xl/workbook.xml") || part.Name == "content.xml" {
				return false, nil
			}
		}
		tables := a.tables()
		if len(tables) > maxArchiveCSV {
			return true, broken(strconv.Itoa(len(tables))+" CSV", strconv.Itoa(maxArchiveCSV))
		}
		for _, part := range tables {
			switch {
			case part.UncompressedSize64 > table.MaxUnzip:
				return true, broken(part.Name+": "+strconv.FormatUint(part.UncompressedSize64>>20, 10)+" MiB", strconv.Itoa(table.MaxUnzip>>20)+" MiB")
			case part.Flags&1 != 0:
				return true, broken(part.Name+": password", "–")
			}
		}
		return true, nil
	}()
	if !mine || d != nil {
		file.Close()
		return nil, mine, d
	}
	return a, true, nil
}

// firstPart is the name of the first part of an archive, in lower case.
func firstPart(head []byte) string {
	const nameLength, name = 26, 30
	if len(head) < name {
		return ""
	}
	n := int(head[nameLength]) | int(head[nameLength+1])<<8
	return strings.ToLower(string(head[name:min(len(head), name+n)]))
}

// count reads the archive once for its hash, and counts the entries of its directory, for a directory takes many times
// its size in memory.
func (a *archive) count() *diag.Diagnostic {
	r, err := a.src.Open(maxArchive)
	if err != nil {
		return table.Fault(a.src.Name, err)
	}
	defer r.Close()
	entries := 0
	buf := make([]byte, 64<<10)
	kept := 0
	for {
		n, err := r.Read(buf[kept:])
		entries += bytes.Count(buf[:kept+n], []byte("PK\x01\x02"))
		if keep := min(3, kept+n); n > 0 { // a mark may lie across two pieces
			copy(buf, buf[kept+n-keep:kept+n])
			kept = keep
		}
		if entries > maxArchiveParts {
			return ruleArchive.At(diag.Place{File: a.src.Name}).Saw("> " + strconv.Itoa(maxArchiveParts)).Allows(strconv.Itoa(maxArchiveParts))
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return table.Fault(a.src.Name, err)
		}
	}
	if a.hash, err = r.SHA256(); err != nil {
		return table.Fault(a.src.Name, err)
	}
	return nil
}

// tables are the parts that are tables, in the order of their names; what lies in folders are pictures and the like.
func (a *archive) tables() []*zip.File {
	var out []*zip.File
	for _, part := range a.zip.File {
		if strings.EqualFold(path.Ext(part.Name), ".csv") && !strings.ContainsAny(part.Name, `/\`) {
			out = append(out, part)
		}
	}
	slices.SortFunc(out, func(x, y *zip.File) int { return strings.Compare(x.Name, y.Name) })
	return out
}

// table opens one table of the archive.
func (a *archive) table(part *zip.File) (*table.Table, *diag.Diagnostic) {
	r, err := part.Open()
	if err != nil {
		return nil, ruleArchive.At(diag.Place{File: a.src.Name}).Saw(err.Error()).Allows("ZIP")
	}
	return table.OpenPart(a.src.Name, part.Name, &partStream{part: r, left: table.MaxUnzip, name: a.src.Name, hash: a.hash})
}

// partStream is a part of an archive, unzipped up to a limit, whatever the archive says of its size.
type partStream struct {
	part io.ReadCloser
	left int64
	name string
	hash string // of the archive
}

// Read implements table.Stream.
func (p *partStream) Read(b []byte) (int, error) {
	if p.left <= 0 {
		return 0, &source.TooLargeError{Name: p.name, Limit: table.MaxUnzip}
	}
	n, err := p.part.Read(b[:min(int64(len(b)), p.left)])
	p.left -= int64(n)
	return n, err
}

// SHA256 implements table.Stream: the hash of the archive.
func (p *partStream) SHA256() (string, error) { return p.hash, nil }

// Close implements table.Stream.
func (p *partStream) Close() error { return p.part.Close() }
