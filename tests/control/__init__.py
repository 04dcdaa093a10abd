"""The checks of control: a module of faults per family, one test for all of them."""

from tests.control import faults_lessons

FAMILIES = (faults_lessons,)
