package table

import (
	"bytes"
	"unicode/utf16"
)

// kind is what a file is by its first bytes.
type kind int

const (
	kindText kind = iota
	kindZip
	kindOLE
	kindOther
)

// signatures are the beginnings of files that people hand in by mistake.
var signatures = []struct{ start, name string }{
	{"%PDF", "PDF"},
	{"\x89PNG", "PNG"},
	{"\xff\xd8\xff", "JPEG"},
	{"GIF8", "GIF"},
	{"\x1f\x8b", "gzip"},
	{"7z\xbc\xaf\x27\x1c", "7-Zip"},
	{"Rar!", "RAR"},
	{"PAR1", "Parquet"},
	{"SQLite format 3\x00", "SQLite"},
	{"\x7fELF", "ELF"},
	{"MZ\x90\x00", "EXE"},
	{"{\\rtf", "RTF"},
}

// markup are the beginnings of texts that are no table.
var markup = []struct{ start, name string }{
	{"<!doctype html", "HTML"},
	{"<html", "HTML"},
	{"<?xml", "XML"},
}

// recognise tells the kind of a file from its first bytes, and for kindOther its name.
func recognise(head []byte) (kind, string) {
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return kindZip, "ZIP"
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return kindOLE, "XLS"
	}
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.start)) {
			return kindOther, s.name
		}
	}
	start := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte(utf8BOM)), " \t\r\n"))
	for _, m := range markup {
		if bytes.HasPrefix(start, []byte(m.start)) {
			return kindOther, m.name
		}
	}
	return kindText, ""
}

// oleEncrypted reports whether an OLE file is a workbook under a password: Office puts it in a stream of this name.
func oleEncrypted(data []byte) bool {
	var name []byte
	for _, u := range utf16.Encode([]rune("EncryptedPackage")) {
		name = append(name, byte(u), byte(u>>8))
	}
	return bytes.Contains(data, name)
}
