package local

import "io/fs"

func ownedBy(fs.FileInfo, ...int) bool { return true }

func own(string, fs.FileInfo, int) error { return nil }
