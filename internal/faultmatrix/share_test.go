package faultmatrix

// Of this many cases, the race detector gets one. It makes each about ten times slower, and would find nothing else in
// the others. All cases run without it; make test does both. The numbers are prime, so that a share has some of every
// kind.
const (
	shareOfCases   = 97
	shareOfLives   = 7
	shareOfKeySets = 5
)

// isLeftOut reports whether the race detector leaves out the case with a number.
func isLeftOut(number, share int) bool { return raceDetector && number%share != 0 }
