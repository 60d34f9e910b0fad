package faultmatrix

// The race detector makes each case about ten times slower, and finds in the other cases what it finds in one of this
// many. All of them run without it; make test does both. The numbers are prime, so that a share has some of every kind.
const (
	shareOfCases   = 97
	shareOfLives   = 7
	shareOfKeySets = 5
)

// isLeftOut reports whether the race detector leaves out the case with a number.
func isLeftOut(number, share int) bool { return raceDetector && number%share != 0 }
