package faultmatrix

import (
	"os"
	"runtime/debug"
	"testing"
)

// TestMain lets more garbage gather than is usual: each case leaves a tenant and some providers behind.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}
