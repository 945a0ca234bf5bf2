"""The figure that shows an exercise: from key frames to poses, joints, shapes, and a picture."""
