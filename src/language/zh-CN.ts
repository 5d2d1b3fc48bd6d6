/** 简体中文, by the English of each message; placeholders in whatever order. In the order of the files that say them. */
export const zhCN: Readonly<Record<string, string>> = {
  // experiments/cures.ts
  'What else makes deep networks trainable?': '还有什么能使深层网络可训练？',
  'Are shortcuts with batch normalisation the only cure? What of plain networks whose filters begin near the identity, and of residual networks without any normalisation?':
    '捷径连接加批归一化是不是唯一的解决方法？滤波器从恒等映射附近开始的普通网络，以及没有任何归一化的残差网络，又如何？',
  'What they share is a start near the identity. Plain networks: filters that begin as the identity (Zagoruyko and Komodakis 2017), or ReLUs and filters in mirrored pairs, which begin as a linear network (Balduzzi et al. 2017). Residual networks without normalisation: branches that begin at 0 (SkipInit, De and Smith 2020; Fixup, Zhang et al. 2019). The ReLU after the addition can be left out (gcr/torch-residual-networks, somebody else’s measurement: 6.32 % at 110 layers). A counter-example: batch normalisation after the addition changes the shortcut itself, and harms (the same source: 13.56 instead of 6.97 %; He et al. 2016, section 4.1).':
    '它们的共同点是从恒等映射附近开始。普通网络：滤波器起初为恒等映射（Zagoruyko 和 Komodakis 2017），或者 ReLU 与滤波器成镜像对，起初是线性网络（Balduzzi et al. 2017）。没有归一化的残差网络：分支从 0 开始（SkipInit，De 和 Smith 2020；Fixup，Zhang et al. 2019）。相加之后的 ReLU 可以省去（gcr/torch-residual-networks，他人的测量：110 层时为 6.32%）。反例：相加之后的批归一化改变了捷径连接本身，因而有害（同一来源：13.56%，而非 6.97%；He et al. 2016，第 4.1 节）。',
  'Take both lines “as the preset says” as the measure: the plain network, and the residual one. In the plain panels, which lines lie far to the left of the plain network, and do any reach the residual one? In the residual panels, which of those without batch norm reach the one with it? And where does batch norm after the addition lie?':
    '以两行“与预设相同”为基准：普通网络和残差网络。在普通网络的子图中，哪些行远在普通网络的左侧？有没有达到残差网络的？在残差网络的子图中，没有批归一化的哪些行达到了有批归一化的水平？相加之后作批归一化的又位于何处？',
  'If no cure of plain networks lay left of the plain network, a start near the identity would not be what matters; if networks without normalisation stayed near 90 %, it would be normalisation.':
    '若普通网络的解决方法没有一种位于普通网络左侧，则关键不在于从恒等映射附近开始；若没有归一化的网络停留在 90% 附近，则关键在于归一化。',
  'Trainable parameters of every variant': '各变体的可训练参数',
  'Whether a comparison is fair: concatenated ReLUs double the inputs of every convolution, and nearly the parameters. All others add or take away a few numbers for each block.':
    '比较是否公平：拼接的 ReLU 使每个卷积的输入加倍，参数也几乎加倍。其他各种只是每块增减几个数。',
  'A cure that wins with many more parameters may owe it to them.':
    '参数多得多的方法若胜出，可能正是靠这些参数。',
  'Compare the heavy lines, the training error, from their first epochs on: does a network that starts near the identity begin to learn at once?':
    '从最初几轮开始比较粗线（训练误差）：从恒等映射附近开始的网络是否立刻开始学习？',
  'Lines that part only at the end would not be about how training starts.':
    '若曲线到最后才分开，则与训练如何开始无关。',
  'Filters near the identity cure plain networks: {0} ends with a higher training error than {1}.':
    '接近恒等映射的滤波器能解决普通网络的问题：{0} 的最终训练误差高于 {1}。',
  'So does a linear start: {0} ends with a higher training error than {1}.':
    '从线性网络开始也行：{0} 的最终训练误差高于 {1}。',
  'Without normalisation it helps to begin with branches at 0: {0} ends with a higher training error than {1}.':
    '没有归一化时，让分支从 0 开始有帮助：{0} 的最终训练误差高于 {1}。',
  'Shortcuts cure even without normalisation: {0}, which has it, ends with a higher training error than {1}.':
    '即使没有归一化，捷径连接也有效：有归一化的 {0}，最终训练误差仍高于 {1}。',
  'Batch normalisation after the addition harms: {0} ends with a higher training error than {1}.':
    '相加之后的批归一化有害：{0} 的最终训练误差高于 {1}。',
  'The ReLU after the addition is not needed: the training error of {0} is at most {1} points above that of {2}, or below it.':
    '相加之后的 ReLU 并非必需：{0} 的训练误差至多比 {2} 高 {1} 个百分点，或者更低。',
  // experiments/depth.ts
  'Do more layers lower the error at first, and up to what depth? And is it because features get easier to separate from layer to layer?':
    '增加层数起初能否降低误差？到多大深度为止？原因是否在于特征逐层变得更容易分开？',
  'A network without blocks sees little more than colours and edges; a few layers more lower the error a lot. Plain networks stop gaining early: from depth 20 on their error rises (He et al. 2015, Fig. 6). In a trained network a linear classifier does better the later the layer whose features it gets (Alain and Bengio 2016, “Understanding intermediate layers using linear classifier probes”, for Inception v3 and ResNet-50).':
    '不含卷积块的网络，所见不过是颜色和边缘；只要增加几层，误差就会大幅降低。普通网络很早就不再受益：从深度 20 起，误差上升（He et al. 2015，图 6）。在训练好的网络中，线性分类器所用特征的层越靠后，其表现越好（Alain 和 Bengio 2016，“Understanding intermediate layers using linear classifier probes”，针对 Inception v3 与 ResNet-50）。',
  'Depth 2 has no blocks at all: one convolution and the classifier. Follow the lines to the right: how much do the first blocks lower both errors? Then look for a depth at which the plain line turns upward, in the training panel too, and at what the residual line does there.':
    '深度 2 完全没有块：只有一个卷积和分类器。沿曲线向右看：最初几块使两种误差下降多少？再看普通网络的曲线是否从某一深度开始上升（在训练子图中也是如此），残差网络的曲线在那里又如何。',
  'If depth 2 were as good as any other, layers would be of no use here. If the plain line went on falling to the last depth, there would be nothing for shortcuts to cure.':
    '若深度 2 与其他深度一样好，则层在这里毫无用处。若普通网络的曲线一直下降到最大深度，则没有什么需要捷径连接来解决。',
  'Error of a linear classifier after every block': '每一块之后线性分类器的误差',
  'Test error of a linear classifier in %': '线性分类器的测试误差（%）',
  'Each dot is a linear classifier that was given the features after one block of a trained network, and nothing else. A line that falls from left to right means that classes get easier to tell apart from block to block. Follow the deepest plain network: where its line is level, blocks add nothing.':
    '每个圆点是一个线性分类器，其输入只有训练好的网络在某一块之后的特征。曲线从左到右下降，说明类别逐块变得更容易分开。请看最深的普通网络：曲线保持水平之处，块没有任何贡献。',
  'A line that is level from end to end, or rises, in a network that has learned well would mean that its layers do not make classes easier to separate.':
    '若某个学得很好的网络，其曲线从头到尾保持水平，或者上升，则说明其各层并没有使类别更容易分开。',
  'Multinomial logistic regression on standardised features of the images of the training error, after the last epoch; its error on the test images. Guessing makes 90 %.':
    '最后一轮之后，对测量训练误差所用图像的标准化特征作多项逻辑回归；误差在测试图像上测得。随机猜测的误差为 90%。',
  'Feature maps are averaged over the whole image first, as before the network’s own classifier. Early layers, which say where something is, lose the most by that: they know more than is seen here.':
    '特征图先在整幅图像上取平均，与网络自身分类器之前的做法相同。靠前的层表示的是物体所在的位置，因此丢失的信息最多：它们所含的信息比这里看到的多。',
  'Channels double from stage to stage, and a classifier with more features can do more: steps at a third and two thirds of the way are partly that, which is why two claims compare blocks of one stage only.':
    '通道数逐阶段加倍，而特征越多，分类器的能力越强：曲线在三分之一和三分之二处的台阶，部分源于此，因此有两个论断只比较同一阶段内的块。',
  'Does depth 2 stop learning first, for lack of layers? Among the others, follow the heavy lines (training error) in the plain panel: does the deepest end above shallower ones?':
    '深度 2 是否因为缺少层而最先停止学习？对其余深度，请看普通网络子图中的粗线（训练误差）：最深网络的终点是否高于较浅的网络？',
  'If depth 2 were still falling as fast as the others at the end, it would lack time, not layers. If the deepest plain network had the lowest heavy line, it would have gained from all its layers.':
    '若深度 2 到最后仍与其他深度一样快地下降，则它缺的是时间，而不是层。若最深的普通网络粗线最低，则它的所有层都带来了收益。',
  'Depth helps at first: {0} ends with a higher test error than {1}.':
    '深度起初有益：{0} 的最终测试误差高于 {1}。',
  'Plain networks stop gaining: the training error of {0} ends above that of {1}.':
    '普通网络不再从深度中受益：{0} 的最终训练误差高于 {1}。',
  'What do more layers do at first?': '更多的层起初有什么作用？',
  // experiments/gradient-flow.ts
  'before training': '训练前',
  'after one step': '一步之后',
  'Does the signal of the loss vanish or explode on its way back through a deep network, and what decides it: the scale of the first weights, batch normalisation, or shortcuts?':
    '损失的信号在深层网络中反向传播时，会消失还是爆炸？由什么决定：初始权重的尺度、批归一化，还是捷径连接？',
  'Without normalisation the way back is a product of many factors: below one for weights that are too small, above one for weights that are too large, and about one for He initialisation (He et al. 2015, “Delving Deep into Rectifiers”). Batch normalisation makes the scale of the first weights irrelevant. Plain networks with it are not without their own product: before the first step gradients grow toward the input (Yang et al. 2019), and calm down once training begins; they do not vanish, so that degradation is not explained by vanishing gradients (He et al. 2015, section 4.1).':
    '没有归一化时，反向路径是许多因子的乘积：权重过小则因子小于一，权重过大则大于一，采用 He 初始化时约为一（He et al. 2015，“Delving Deep into Rectifiers”）。批归一化使初始权重的尺度不再重要。带批归一化的普通网络也并非没有自己的乘积：第一步之前，梯度朝输入方向增大（Yang et al. 2019），训练开始后便平缓下来；梯度并不消失，因此退化不能用梯度消失来解释（He et al. 2015，第 4.1 节）。',
  'Gradient from block to block, {0} networks': '{0} 网络中逐块的梯度',
  'The loss is on the right. A line that sinks to the left by orders of magnitude is a gradient that vanishes, one that climbs explodes; every division on the axis is a factor of ten or more. Compare the panels without batch normalisation with those that have it, and deep networks with shallow ones.':
    '损失在右侧。曲线向左下降若干数量级，表示梯度消失；向左上升则表示梯度爆炸；坐标轴上每一格为十倍或更多。请比较无批归一化与有批归一化的子图，并比较深层网络与浅层网络。',
  'If lines without normalisation were level for every initialisation, or sank with batch normalisation, the usual story would be wrong.':
    '若无归一化时的曲线在任何初始化下都保持水平，或有批归一化时曲线下降，则通行的解释不成立。',
  'If these lines were as steep as those of plain networks with batch normalisation, shortcuts would not help the gradient.':
    '若这些曲线与带批归一化的普通网络一样陡，则捷径连接对梯度没有帮助。',
  'Networks that gave no number any more after one step are missing there.':
    '一步之后已得不到有效数值的网络，未出现在相应子图中。',
  'Slope of the gradient norm per layer': '梯度范数的逐层斜率',
  'Slope of the gradient norm per layer before training, of plain networks: 0 arrives as it left':
    '训练前普通网络每层梯度范数的斜率：0 表示原样到达',
  'Slope of log₁₀ ‖∂loss/∂x‖ per layer': 'log₁₀ ‖∂loss/∂x‖ 的逐层斜率',
  'Zero is a gradient that arrives as it left. To the right of it gradients vanish toward the input, to the left they explode: a slope of 0.1 is a factor of ten every ten layers.':
    '斜率为零，表示梯度到达时与出发时一样大。零的右侧表示梯度朝输入方向消失，左侧表示爆炸：斜率 0.1 相当于每十层变化十倍。',
  'A slope that does not depend on the scale of the first weights where there is no normalisation would refute that a product of factors is behind it.':
    '若无归一化时斜率不随初始权重的尺度而变，就会推翻“其背后是因子的乘积”这一解释。',
  'Which networks have begun to learn: ten classes make 90 % error without any learning. Networks that diverged have no dot.':
    '看哪些网络已开始学到东西：共有十个类别，什么也没学到时误差为 90%。发散的网络没有圆点。',
  'If deep networks with a level gradient did not learn here and those with a steep one did, the slope would not matter.':
    '若梯度平稳的深层网络在此学不到东西，而梯度陡变的深层网络却能学到，则斜率无关紧要。',
  'Gradients vanish toward the input where the first weights are too small and nothing normalises ({0}).':
    '初始权重过小且没有归一化时，梯度朝输入方向消失（{0}）。',
  'slope before training': '训练前的斜率',
  'Gradients explode toward the input where the first weights are too large and nothing normalises ({0}).':
    '初始权重过大且没有归一化时，梯度朝输入方向爆炸（{0}）。',
  'negative slope before training': '训练前斜率的相反数',
  'Gradients vanish with Glorot initialisation, which does not allow for ReLUs, where nothing normalises ({0}).':
    'Glorot 初始化未考虑 ReLU，若没有归一化，梯度会消失（{0}）。',
  'Gradients change by less than a factor of ten over fifty layers with He initialisation alone ({0}).':
    '仅凭 He 初始化，梯度每经过五十层的变化不到十倍（{0}）。',
  'size of the slope before training': '训练前斜率的绝对值',
  'Gradients of plain networks with batch normalisation grow toward the input before the first step ({0}).':
    '带批归一化的普通网络，其梯度在第一步之前朝输入方向增大（{0}）。',
  'Gradients of plain networks with batch normalisation are calmer after one step ({0}).':
    '带批归一化的普通网络，其梯度在一步之后更为平缓（{0}）。',
  'size of the slope before training minus that after one step': '训练前斜率的绝对值减去一步之后斜率的绝对值',
  'Gradients of plain networks with batch normalisation do not vanish toward the input, before or after one step ({0}).':
    '带批归一化的普通网络，其梯度无论在第一步之前还是一步之后，都不会朝输入方向消失（{0}）。',
  'larger slope of before training and after one step': '训练前与一步之后两个斜率中的较大者',
  'Gradients do not depend on the scale of the first weights once there is batch normalisation ({0}).':
    '有了批归一化，梯度便不依赖于初始权重的尺度（{0}）。',
  'largest difference of the slope with weights that are too small or too large':
    '权重过小或过大时斜率的最大差异',
  'Gradients change by less than a factor of ten over fifty layers in residual networks with batch normalisation ({0}).':
    '在带批归一化的残差网络中，梯度每经过五十层的变化不到十倍（{0}）。',
  'How much of the gradient reaches the first layers?': '有多少梯度到达最前面的层？',
  // experiments/identity-construction.ts
  'Is there a deep plain network that is no worse than a shallow one? And is it the optimizer that does not find it when it trains the deep network from scratch?':
    '是否存在不比浅层网络差的深层普通网络？从头训练深层网络时，是否正是优化器没能找到它？',
  'Yes: copy the shallow network and let the added layers be the identity (He et al. 2015, section 1). So a deeper network has no reason to be worse, and yet it is, when it is trained from scratch: optimizers do not find what the construction hands over. Networks that were made so can be trained on, at a tenth of the rate (Chen, Goodfellow and Shlens 2016, “Net2Net”). Whether the optimizer also stays there at the full rate, nobody promises.':
    '存在：复制浅层网络，并令新增的各层为恒等映射（He et al. 2015，第 1 节）。因此更深的网络没有理由更差，但从头训练时它确实更差：优化器找不到构造法直接给出的解。这样构造的网络可以用十分之一的学习率继续训练（Chen、Goodfellow 和 Shlens 2016，“Net2Net”）。至于在完整的学习率下优化器是否也能停留在那里，则无人能够保证。',
  'Until its vertical line a network that grows is the shallow one, so that the lines lie on each other; at the vertical line it has its new layers and still the same loss. Then see where it goes: along with the shallow line, or up toward the network of the same depth from scratch.':
    '在竖线之前，将要加深的网络就是浅层网络，因此曲线重合；在竖线处，它有了新的层，损失却保持不变。再看此后的走向：是与浅层网络的曲线同行，还是朝着从头训练的同深度网络上升。',
  'A jump at a vertical line would mean that added layers are not the identity. If the line from scratch reached the others, the deep network would have no difficulty to find a good solution by itself.':
    '若竖线处出现跳变，则说明添加的层不是恒等映射。若从头训练的曲线能追上其他曲线，则深层网络自己就不难找到好的解。',
  'The same in percent of images. Does the network that grows when the learning rate falls to a tenth end where the shallow one does? Compare it with the one that grows before, and is trained on at the full rate.':
    '同样的比较，以误分类图像的百分比表示。在学习率降至十分之一时加深的网络，最终是否与浅层网络相当？请将它与更早加深、并以完整学习率继续训练的网络比较。',
  'If networks that grew ended as high as the one from scratch, it would not matter to have begun with a good solution.':
    '若中途加深的网络最终误差与从头训练的网络一样高，则从好的解出发并无意义。',
  'All deep dots but one come from networks that were given a good solution. How much worse is the one that had to find it?':
    '深层网络的圆点中，除一个之外，都来自事先得到好解的网络。必须自己寻找解的那一个差多少？',
  'If the deep network from scratch were as good as those that grew, it would not be the optimizer that fails.':
    '若从头训练的深层网络与中途加深的网络一样好，则问题不在优化器。',
  'Trained on at a tenth of the rate it stays no worse: the training error of {0} ends at most {1} points above that of {2}.':
    '以十分之一的学习率继续训练，不会变差：{0} 的最终训练误差至多比 {2} 高 {1} 个百分点。',
  'Trained on at the full rate it stays no worse, too: the training error of {0} ends at most {1} points above that of {2}.':
    '以完整的学习率继续训练，同样不会变差：{0} 的最终训练误差至多比 {2} 高 {1} 个百分点。',
  'Training from scratch does not find what there is: {0} ends with a higher training error than {1}.':
    '从头训练找不到已知存在的解：{0} 的最终训练误差高于 {1}。',
  // experiments/landscape.ts
  'What does the surface that training walks on look like?': '训练所走过的损失曲面是什么样子？',
  'What does the training loss look like around trained networks: a smooth bowl or a mountain range? Does that change with depth, and with shortcuts?':
    '在训练好的网络周围，训练损失是什么样子：平滑的碗，还是起伏的山脉？这与深度、与捷径连接有何关系？',
  'Li et al. (2018): with depth the surface around networks without shortcuts turns from nearly convex to chaotic; shortcuts keep it smooth. What is drawn are two directions of many thousands: a picture to look at, whose only claims are checks.':
    'Li et al.（2018）：对于没有捷径连接的网络，随着深度增加，其周围的曲面从近乎凸变为混乱；捷径连接使其保持平滑。这里画出的只是成千上万个方向中的两个：图供观看，论断仅限于检查。',
  'Compare the four maps. A bowl has colours in rings around the middle, far from each other: one can walk a long way before the loss grows. A mountain range has narrow valleys, or several, and steep walls. Compare depth 20 with depth 56 of plain networks, then with shortcuts.':
    '比较四幅图。碗形曲面的颜色呈环状围绕中心，环距很大：走出很远损失才增大。山脉则有一条或几条狭窄的山谷和陡峭的山壁。先比较深度 20 与 56 的普通网络，再与有捷径连接的网络比较。',
  'If the map of the deep plain network were as round and as flat as that of its residual twin, the surface would not tell why one trains and the other does not.':
    '若深层普通网络的图与对应残差网络的一样圆、一样平，则曲面并不能说明为何一个训练得好，另一个不行。',
  // experiments/lesions.ts
  'share of the distance between the test error and chance that is lost with {0}, mean over blocks that keep the shape, or over draws':
    '测试误差与随机猜测之间的差距因{0}而丧失的比例；对保持形状的块取平均，或对各次抽取取平均',
  'of what it knows': '（占其所学的比例）',
  'with {0} {1} lose {2} points more of a hundred of what they know than {3}':
    '{0}时，{1}比{3}多丧失所学的 {2} 个百分点',
  'with {0} {1} lose {2} % of what they know beyond guessing': '{0}时，{1}丧失其超出随机猜测部分的 {2}%',
  'What becomes of a trained network without some of its blocks?': '训练好的网络去掉一些块，会怎样？',
  'What becomes of a trained network if one of its blocks is taken out, or several, or if blocks change places? Does every layer need exactly what the one before it puts out?':
    '从训练好的网络中取出一个或几个块，或者交换块的位置，会怎样？每一层是否都恰好需要前一层的输出？',
  'Veit et al. (2016): a residual network is a collection of paths of many lengths, and taking out a block takes away only those paths that lead through it. Its error hardly changes, and grows smoothly as more blocks are taken out or change places. A plain network is a single path: without any one of its layers it can only guess.':
    'Veit et al.（2016）：残差网络是许多长度不同的路径的集合，取出一个块，只去掉经过它的那些路径。误差几乎不变；取出或换位的块越多，误差平缓上升。普通网络只有一条路径：缺了任何一层，便只能猜测。',
  'Compare each line with the thin, level one of its colour, the network as it was trained: the distance is what the block at that place was needed for. First blocks of stages, which change the shape, are a case apart. Guessing makes an error of 90 %.':
    '把每条曲线与同色的细水平线（完整的网络）比较：两者的距离表明该处的块有多重要。各阶段的第一块会改变形状，须另作看待。随机猜测的误差为 90%。',
  'If the plain line stayed as close to its level one as the residual lines do, blocks of plain networks could be missed as well; if residual lines jumped, their blocks would depend on each other as plain layers do.':
    '若普通网络的曲线与其水平线一样接近，则普通网络的块同样可有可无；若残差网络的曲线也跳升，则其各块像普通层一样相互依赖。',
  'Follow the lines from 0, the whole network: which get worse little by little, and which lose nearly all with the first block?':
    '从 0（完整的网络）开始看曲线：哪些一点一点变差，哪些缺了第一个块就几乎丧失一切？',
  'A residual line that jumps to 90 % with the first block, or a plain line that climbs as slowly as they do.':
    '残差网络的曲线缺一个块便跳到 90%，或者普通网络的曲线上升得同样缓慢。',
  'one block taken out': '取出一个块',
  'A plain network collapses without any one of its blocks: {0} loses more than {1} of what it knows beyond guessing.':
    '普通网络缺了任何一块都会崩溃：{0} 丧失其超出随机猜测部分的比例大于 {1}。',
  'A residual network hardly notices: {0} loses at most {1} of what it knows when a block is taken out.':
    '残差网络几乎不受影响：取出一个块时，{0} 丧失其所学的比例至多为 {1}。',
  'At equal depth, too: without one block {0} loses a larger share of what it knows than {1}.':
    '深度相同时也是如此：缺一个块，{0} 丧失所学的比例大于 {1}。',
  'four of the blocks that keep the shape taken out': '取出四个保持形状的块',
  'Errors of residual networks grow smoothly: with four blocks less {0} still keeps at least half of what it knows.':
    '残差网络的误差平缓上升：少了四个块，{0} 仍保有至少一半所学。',
  'two blocks of one stage swapped': '交换同一阶段的两个块',
  'Shortcuts make the order of blocks matter less: with two blocks swapped {0} loses a larger share of what it knows than {1}.':
    '捷径连接使块的次序不那么重要：交换两个块后，{0} 丧失所学的比例大于 {1}。',
  // experiments/patience.ts
  'Would longer training do, or another optimizer?': '训练更久或换一种优化器，行吗？',
  'Would the deep plain network not catch up if it were trained three times or ten times as long? Or with Adam? Or with a learning rate of its own?':
    '若训练时间延长到三倍或十倍，深层普通网络会不会赶上来？改用 Adam 呢？采用各自的学习率呢？',
  'He et al. (2015, section 4.1) trained plain networks longer, three times as many steps, and saw degradation remain. In their Fig. 6 all networks have 64,000 steps, and plain ones end apart. Training errors cannot fall below 0, so that any difference gets smaller as networks learn: the honest answer may be “it narrows”. Losses are compared as ratios for that reason.':
    'He et al.（2015，第 4.1 节）曾把普通网络训练到三倍的步数，退化依然存在。在其图 6 中，所有网络都训练 64,000 步，普通网络的终点仍各不相同。训练误差不会低于 0，因此网络学得越好，差距必然越小：诚实的回答也许是“差距缩小”。正因如此，损失以比值比较。',
  'Final error over the length of training': '最终误差随训练长度的变化',
  'Final training error in %, over the length of training': '最终训练误差（%）随训练时长的变化',
  'Times as many steps': '步数的倍数',
  'In the panel of plain networks and training errors, compare the two depths from left to right. Both fall with more steps; does the deeper one ever come down to the shallower one? Then find out how long the deep plain network has to train for what its residual twin reaches at 1.':
    '在普通网络训练误差的子图中，从左到右比较两种深度。步数增加，两者都下降；较深的网络是否降到过较浅网络的水平？再看深层普通网络要训练多久，才能达到对应的残差网络在 1 处的误差。',
  'Two plain lines that meet would mean that the deep network only needs more time. Lines that run toward each other are in between: the distance narrows, and what lies further right nobody has measured.':
    '若两条普通网络的曲线相交，则深层网络只是需要更多时间。若两线相互靠近，则介于两者之间：差距在缩小，而更靠右的部分没有测量过。',
  'The schedule is stretched with the length: the rate falls at the same shares of the way.':
    '学习率计划随训练长度一同拉长：在同样的进度处下降。',
  'One line for each optimizer and rate. Compare the two depths of plain networks in the panel of training errors: is there a line on which the deeper one lies left of the shallower?':
    '每种优化器和学习率一行。请在普通网络训练误差的子图中比较两种深度：有没有哪一行，较深的网络位于较浅网络的左侧？',
  'An optimizer or a rate with which deep plain networks train as well as shallow ones would mean that the recipe is to blame, not depth.':
    '若有某种优化器或学习率，使深层普通网络训练得与浅层网络一样好，则问题在于训练方法，而不在深度。',
  'Final error by optimizer and learning rate': '各优化器与学习率的最终误差',
  'What the learning rates are chosen by': '选择学习率的依据',
  'Final training loss (mean cross-entropy)': '最终训练损失（平均交叉熵）',
  'training loss': '训练损失',
  'Seeds {0} and {1} alone, which count for nothing else: for each network the leftmost dot decides with which rate it enters the claims about chosen rates.':
    '只含种子 {0} 和 {1}，它们不作他用：对每个网络，最左的圆点决定它以哪个学习率参与“所选学习率”的论断。',
  'If the best rate of a network were at the end of its grid everywhere, the grid would be too narrow to say that its rate was the best.':
    '若各网络的最佳学习率总在网格的边缘，则网格太窄，不能说所选的学习率最好。',
  'Ten times the training does not cure it: {0} still ends with a higher training error than {1}.':
    '十倍的训练也解决不了：{0} 的最终训练误差仍高于 {1}。',
  'But it narrows: after ten times the training the training errors of {0} and {1} differ by fewer points.':
    '但差距缩小：训练十倍之后，{0} 与 {1} 的训练误差相差的百分点更少。',
  'Losses, too, stay apart: {0} ends with a higher training loss than {1}, as a ratio.':
    '损失同样没有靠拢：以比值计，{0} 的最终训练损失高于 {1}。',
  'log₁₀ of the final training loss': '最终训练损失的 log₁₀',
  'the training loss of {0} is {1} times that of {2}': '{0}的训练损失是{2}的 {1} 倍',
  'Shortcuts still decide: {0} ends with a higher training error than {1}.':
    '起决定作用的仍是捷径连接：{0} 的最终训练误差高于 {1}。',
  'each with the rate that suits it best, {0} ends with a higher training error than {1}.':
    '各自采用最合适的学习率，{0} 的最终训练误差高于 {1}。',
  'It is not the learning rate: {0}': '原因不在学习率：{0}',
  'It is not the optimizer: with Adam, {0}': '原因不在优化器：都用 Adam，{0}',
  'Shortcuts decide with Adam as well: {0}': '用 Adam 时，起决定作用的也是捷径连接：{0}',
  'Losses of the longest trainings, on the images trained on. Near 0 errors of all networks crowd; losses do not: compare the ends of the lines of both depths.':
    '最长训练的损失，在训练所用的图像上测得。接近 0 时，各网络的误差挤在一起，损失则不然：请比较两种深度曲线的终点。',
  'If the line of the deeper plain network crossed that of the shallower one before the end, patience would have been enough.':
    '若较深普通网络的曲线在结束之前越过较浅网络的曲线，则只要有耐心就够了。',
  'Is there a deep plain network that is as good as a shallow one?':
    '是否存在与浅层网络一样好的深层普通网络？',
  // experiments/plain-vs-residual.ts
  'Depth 20 is the shallowest that the paper compares: depth 8 lacks capacity, so that doing better proves little.':
    '深度 20 是论文所比较的最浅深度：深度 8 的容量不足，胜过它说明不了什么。',
  'Do deeper plain networks end up with a higher error on the very images they are trained on? And does adding shortcuts, which cost no parameters, remove that?':
    '更深的普通网络，是否恰恰在其训练所用的图像上误差更高？加入不增加参数的捷径连接，能否消除这一现象？',
  'He et al. (2015, Fig. 6): yes and yes. The training error of plain networks grows with depth, so it is not over-fitting; with shortcuts the order turns round and the deepest network is the best.':
    'He et al.（2015，图 6）：两个问题的答案都是肯定的。普通网络的训练误差随深度增大，因此并非过拟合；有了捷径连接，次序便颠倒过来，最深的网络最好。',
  'The deeper, the more shortcuts give: they lower the training error of depth 56 by more points than that of depth 20.':
    '网络越深，捷径连接的作用越大：深度 56 的训练误差因此降低的百分点多于深度 20。',
  'Do deeper plain networks train worse, and do shortcuts change that?':
    '更深的普通网络训练得更差吗？残差网络的捷径连接能改变这一点吗？',
  // experiments/regularizers.ts
  'Dropout, batch normalisation, augmentation, early stopping, L1 and L2 keep a network from over-fitting. Does any of them, or all of them together, let a deep plain network reach the training error of a shallow one?':
    'dropout、批归一化、数据增强、早停、L1 和 L2 可防止网络过拟合。其中某一种，或全部合用，能否使深层普通网络达到浅层普通网络的训练误差？',
  'No: degradation shows in the training error, and regularizers work on the gap between training and test error (He et al. 2015, section 1 and Fig. 1). Batch normalisation lets networks of this depth train in the first place; the others narrow the gap, if there is one, and leave the order of the depths as it was.':
    '不能：退化体现在训练误差上，而正则化方法作用于训练误差与测试误差之间的差距（He et al. 2015，第 1 节与图 1）。批归一化使这一深度的网络得以训练；其余方法缩小差距（如果存在差距），但不改变不同深度之间的次序。',
  'In the left panel of plain networks, compare the two depths of each line: wherever the deep network lies right of the shallow one on the training images, the regularizer has not removed degradation. Then look at the residual networks: do the two lie close together there, or change places?':
    '在普通网络的左侧子图中，比较每一行的两个深度：凡是深层网络在训练图像上位于浅层网络右侧之处，该正则化方法就没有消除退化。再看残差网络：两者是否靠近，或者位置互换？',
  'A line on which the deep plain network has a training error as low as the shallow one would be a regularizer that cures degradation.':
    '若某一行中深层普通网络的训练误差与浅层网络一样低，则该正则化方法消除了退化。',
  'Generalisation gap of every variant': '各变体的泛化差距',
  'Test error − training error, in percentage points': '测试误差 − 训练误差（百分点）',
  gap: '泛化差距',
  'This is what regularizers are for: the further a dot lies to the right, the more the network has learned by heart. Compare each line with batch-norm alone.':
    '正则化方法的用途正在于此：圆点越靠右，网络死记硬背的成分就越多。请将每一行与仅用 batch-norm 的一行比较。',
  'If the gap grew from the shallow to the deep plain network by as much as its test error, over-fitting would explain degradation.':
    '若从浅层到深层普通网络，泛化差距的增幅与测试误差的增幅一样大，则退化可由过拟合解释。',
  'Regularizers do what they are for: {0} has a smaller gap than {1}.':
    '正则化方法起到了应有的作用：{0} 的泛化差距小于 {1}。',
  'With all regularizers the shortcut still decides: {0} ends with a higher training error than {1}.':
    '即使用上全部正则化方法，起决定作用的仍是捷径连接：{0} 的最终训练误差高于 {1}。',
  'Batch normalisation lets it train: {0} ends with a higher training error than {1}.':
    '批归一化使网络得以训练：{0} 的最终训练误差高于 {1}。',
  'Do regularizers let deep plain networks train?': '正则化方法能让深层普通网络得到训练吗？',
  'Final training error in %, of plain networks': '普通网络的最终训练误差（%）',
  // experiments/residual-algebra.ts
  '‖∂loss/∂x‖ (L2)': '‖∂loss/∂x‖（L2）',
  'times that at the last block of its shape': '倍（以同一形状的最后一块为 1）',
  'smallest ‖∂loss/∂x_l‖ of any block at any measured moment, as a multiple of that at the last block that puts out the same shape':
    '所有块、所有测量时刻中 ‖∂loss/∂x_l‖ 的最小值，以输出形状相同的最后一块处为单位',
  'the gradient in {0} is at least {1} of that at the last block of the same shape':
    '{0}中的梯度至少是同一形状的最后一块处的 {1} 倍',
  'mean of ‖F‖/‖x‖ over the blocks that keep the shape of what they are given, after the last epoch':
    '最后一轮之后，‖F‖/‖x‖ 在输入与输出形状相同的各块上的均值',
  'Is what a residual network puts out really its input plus a sum of small residuals, and what reaches the first block really the whole gradient of the last one plus what the branches add? And what remains of that where a ReLU comes after the addition?':
    '残差网络的输出是否真的等于输入加上若干小残差之和？到达第一块的梯度是否真的等于最后一块处的完整梯度加上各残差分支的贡献？若相加之后接有 ReLU，这些关系还剩下多少？',
  'He et al. (2016, section 2): where both the shortcut h and what follows the addition, f, are the identity, x_L = x_l + Σ F exactly, and ∂loss/∂x_l = ∂loss/∂x_L · (1 + ∂/∂x_l Σ F) for any two blocks. With f = ReLU neither holds. The residuals are “generally closer to zero” (He et al. 2015, section 4.2), the more so the deeper the network.':
    'He et al.（2016，第 2 节）：若捷径连接 h 与相加之后的函数 f 均为恒等映射，则对任意两块，x_L = x_l + Σ F 与 ∂loss/∂x_l = ∂loss/∂x_L · (1 + ∂/∂x_l Σ F) 严格成立。f = ReLU 时两式均不成立。残差“通常更接近于零”（He et al. 2015，第 4.2 节），网络越深越是如此。',
  'How far both equations are from what the network computes': '两个等式与网络实际计算结果的偏差',
  'forward (eq. 4)': '前向（式 (4)）',
  'backward (eq. 5)': '反向（式 (5)）',
  'Relative error': '相对误差',
  'Each point compares x_l + Σ F, from every branch on its own, with the last block’s output; and the gradient at the last block, plus the derivative of Σ F, with the gradient at block l. A millionth is the rounding of 32-bit numbers: there the equation holds. With pre-activation, do both stay down there at every depth? An error of 1 is as large as what is compared: is it so where a ReLU follows the addition?':
    '每个点比较两组量：一是 x_l + Σ F（各残差分支单独计算）与最后一块的输出；二是最后一块处的梯度加上 Σ F 的导数项，与块 l 处的梯度。百万分之一是 32 位浮点数的舍入误差，误差处于这一量级即表示等式成立。采用预激活时，两个误差在任何深度是否都停留在这一量级？误差为 1 即与被比较的量一样大：相加之后接有 ReLU 时是否如此？',
  'How far x_l + Σ F is from what the network puts out': 'x_l + Σ F 与网络输出相差多少',
  'Each point compares x_l + Σ F with the last block’s output, at the end of training. A millionth is the rounding of 32-bit numbers, 1 an error as large as what is compared.':
    '每个点比较 x_l + Σ F 与最后一块的输出，在训练结束时。百万分之一是 32 位浮点数的舍入误差，1 表示误差与被比较的量一样大。',
  'With pre-activation, an error of a thousandth or more.': '采用预激活时，误差达到千分之一或更大。',
  'One block of a pre-activation network with an error of a thousandth or more would refute the algebra; so would original blocks with errors as small as these.':
    '预激活网络中只要有一块的误差达到千分之一或更大，就会推翻这一代数关系；原始顺序的块若误差也如此之小，同样会推翻它。',
  'Where both sides are equal to the last bit, as between the last block and itself, there is no point.':
    '两边逐位相等之处（例如最后一块与其自身相比）没有点。',
  'Size of the residuals while training': '训练过程中的残差大小',
  '‖F(x)‖ / ‖x‖': '‖F(x)‖ / ‖x‖',
  'How much a block changes what it is given: 0 is the identity, 1 a change as large as the input. Lines well below 1 mean that blocks only correct. Do deeper networks lie lower?':
    '块对其输入的改变程度：0 表示恒等映射，1 表示改变量与输入一样大。曲线远低于 1，说明各块只作修正。网络越深，曲线是否越低？',
  'Lines at 1 or above, or deeper networks above shallow ones, would mean that blocks replace their input instead of correcting it.':
    '若曲线达到或超过 1，或较深网络的曲线高于较浅网络，则说明块是在替换其输入，而不是修正它。',
  'Size of the residuals from block to block': '逐块的残差大小',
  'Where in the network the large corrections are. Before training residuals shrink along each stage only because x, a growing sum, gets larger; compare with what training makes of it.':
    '看较大的修正出现在网络的什么位置。训练前，残差在每个阶段内逐块变小，只是因为 x 作为不断累加的和越来越大；请与训练之后的情形比较。',
  'If most blocks were near 1 after training, the identity would be no good starting point for them.':
    '若训练后多数块接近 1，则恒等映射就不是它们的良好起点。',
  'The first block of the second and of the third stage is given another shape than it puts out.':
    '第二、第三阶段第一块的输入与输出形状不同。',
  'Gradient via shortcuts and via branches': '经捷径连接与经残差分支的梯度',
  'shortcuts alone': '仅经捷径连接',
  'with branches': '经残差分支',
  'Share of ∂loss/∂x': '占 ∂loss/∂x 的份额',
  'The two summands of eq. 5, as parts of the gradient at each block (projections on it). With pre-activation they add up to 1. The shortcuts’ summand is the same at every block of a stage; its share falls toward the input as far as branches add to it. A share above 1 or below 0 is a summand that the other one takes back. Behind ReLUs they need not add up to anything. Mind the axes: each panel has its own.':
    '图中是式 (5) 的两个加项各占每块处梯度的份额（在该梯度上的投影）。采用预激活时，两者之和为 1。捷径连接一项在同一阶段的各块处都相同；残差分支对梯度的贡献使其份额朝输入方向下降，贡献越大，下降越多。份额大于 1 或小于 0，表示两项部分相互抵消。相加之后接有 ReLU 时，两者之和不必等于任何特定值。请注意坐标轴：各子图的坐标轴互不相同。',
  'If the branches’ share were near −1 times the shortcuts’, they would cancel, and nothing would arrive.':
    '若残差分支的份额接近捷径连接份额的 −1 倍，两者便会相互抵消，梯度将无法到达。',
  'Gradient from block to block': '逐块的梯度',
  'The loss is on the right. Is the line of a residual network anywhere far below its right end? The “1” of eq. 5 should carry it to every depth; it may well climb, by what branches add. The plain twin has no such term.':
    '损失在右侧。残差网络的曲线是否有远低于其右端之处？按式 (5)，恒等项“1”应使梯度无衰减地传到每一深度；曲线也可能因残差分支的贡献而向左升高。对应的普通网络没有这一项。',
  'A line of a pre-activation network that sinks to the left to less than half of its right end would refute it.':
    '若某个预激活网络的曲线向左降至其右端的一半以下，就会推翻它。',
  'Where the shape changes, the shortcut drops the channels that it had padded: each time a norm may fall to 1/√2 of what it was.':
    '在形状改变之处，捷径连接会丢弃当初填充的通道：范数每次可能降至原来的 1/√2。',
  'Where h and f are the identity, x_L = x_l + Σ F in every block, at every moment, to one part in 10,000 (eq. 4).':
    '当 h 与 f 均为恒等映射时，在每一块、每一时刻都有 x_L = x_l + Σ F，精确到万分之一（式 (4)）。',
  'of ‖x_L‖': '× ‖x_L‖',
  'largest ‖x_l + Σ F − x_L‖ of any block at any measured moment':
    '所有块在所有测量时刻的最大 ‖x_l + Σ F − x_L‖',
  'with pre-activation x_l + Σ F misses x_L by at most {0} of it':
    '采用预激活时，x_l + Σ F 与 x_L 的相对偏差不超过 {0}',
  'Where h and f are the identity, ∂loss/∂x_l = ∂loss/∂x_L · (1 + ∂/∂x_l Σ F) in every block, at every moment, to one part in 10,000 (eq. 5).':
    '当 h 与 f 均为恒等映射时，在每一块、每一时刻都有 ∂loss/∂x_l = ∂loss/∂x_L · (1 + ∂/∂x_l Σ F)，精确到万分之一（式 (5)）。',
  'of ‖∂loss/∂x_l‖': '× ‖∂loss/∂x_l‖',
  'largest difference between both sides at any block at any measured moment':
    '所有块在所有测量时刻等式两边之差的最大值',
  'both sides for the gradient differ by at most {0} of it': '梯度等式两边的相对差异不超过 {0}',
  'Where f is ReLU, x_L = x_l + Σ F does not hold: at every moment some block is off by more than 1 %.':
    '当 f 为 ReLU 时，x_L = x_l + Σ F 不成立：每一时刻都有某一块的偏差超过 1%。',
  'largest ‖x_l + Σ F − x_L‖ of any block, at the moment where it is smallest':
    '各块中最大的 ‖x_l + Σ F − x_L‖，取其最小的时刻',
  'behind ReLUs x_l + Σ F misses x_L by {0} of it or more':
    '相加之后接 ReLU 时，x_l + Σ F 与 x_L 的相对偏差达到 {0} 或更大',
  'Where f is ReLU, the equation of the gradient does not hold either.':
    '当 f 为 ReLU 时，梯度的等式也不成立。',
  'largest difference between both sides at any block, at the moment where it is smallest':
    '各块中等式两边之差的最大值，取其最小的时刻',
  'behind ReLUs both sides for the gradient differ by {0} of it or more':
    '相加之后接 ReLU 时，梯度等式两边的相对差异达到 {0} 或更大',
  'the deepest pre-activation network': '最深的预激活网络',
  'The gradient arrives at every block undiminished: in {0} it is nowhere, at no moment, less than half of what it is at the last block of the same shape.':
    '梯度毫无衰减地到达每一块：在 {0} 中，任何一块、任何时刻的梯度都不小于同一形状的最后一块处的一半。',
  'the deepest original network': '最深的原始顺序网络',
  'Where f is ReLU nothing carries the gradient: in {0} it falls, between blocks of one shape, to half of what it is at the last of them or less.':
    '当 f 为 ReLU 时，没有什么能保证梯度的传递：在 {0} 中，在形状相同的各块之间，梯度降至其中最后一块处的一半或更低。',
  'Residuals are small: on average a block of {0} adds less than it is given.':
    '残差很小：平均而言，{0} 的块所加上的量小于其输入。',
  'times ‖x‖': '× ‖x‖',
  'a block of {0} adds {1} of what it is given': '{0}的块所加上的量为其输入的 {1} 倍',
  'the shallowest original network': '最浅的原始顺序网络',
  'the shallowest pre-activation network': '最浅的预激活网络',
  'the deepest': '最深的网络',
  'The deeper the network, the smaller its residuals: {0} against {1}.':
    '网络越深，残差越小：比较 {0} 与 {1}。',
  'residuals of {0} are {1} larger than those of {2}': '{0}的残差比{2}大 {1}',
  'residuals of {0} are {1} smaller than those of {2}': '{0}的残差比{2}小 {1}',
  'Do the equations of residual networks hold?': '残差网络的公式成立吗？',
  // experiments/resnet50.ts
  'Do blocks of three convolutions, of which the outer two are narrow, show the same: degradation in plain networks and none with shortcuts? And do they make up the network for ImageNet, ResNet-50, so that it learns?':
    '由三个卷积组成、外侧两个较窄的块，是否也表现出同样的现象：普通网络退化，有捷径连接则不退化？用它们能否搭建出面向 ImageNet 的 ResNet-50，并使其学到东西？',
  'Yes: He et al. (2015, Table 1 and section 4.1) built their deepest networks of bottlenecks and saw no degradation in them. ResNet-50 has 25,557,032 parameters, far more than it takes to learn ten images by heart.':
    '是的：He et al.（2015，表 1 与第 4.1 节）最深的网络就由瓶颈块构成，其中未见退化。ResNet-50 有 25,557,032 个参数，远多于记住十张图像所需。',
  'ResNet-50 learns ten images by heart': 'ResNet-50 记住十张图像',
  'If the heavy line did not reach 0, the network would not be put together so that it can be trained.':
    '若粗线没有降到 0，则说明网络没有搭建成可以训练的样子。',
  // experiments/shattering.ts
  'What is asked is measured before training; the step has next to no size, so that none diverges.':
    '所问的量在训练之前测得；这一步几乎没有步长，因此不会发散。',
  'log₁₀ of the mean cosine between gradients at neighbouring points, before training (below {0} as {1})':
    '训练前相邻两点梯度夹角余弦均值的 log₁₀（低于 {0} 者按 {1} 计）',
  'mean cosine between gradients at neighbouring points, before training': '训练前相邻两点梯度夹角余弦的均值',
  correlation: '相关系数',
  'the correlation in {0} is {1} times that in {2}': '{0}中的相关系数是{2}的 {1} 倍',
  'the correlation in {0} is {1} above that in {2}': '{0}中的相关系数比{2}高 {1}',
  'in {0}, gradients at neighbouring points have a correlation of {1}':
    '在{0}中，相邻两点梯度的相关系数为 {1}',
  'Do gradients turn into white noise with depth?': '随着深度增加，梯度会变成白噪声吗？',
  'At two images that differ a little, does a network’s output change in the same direction? How does that depend on depth, before any training, with shortcuts and without?':
    '对两幅略有不同的图像，网络输出的变化方向是否相同？在训练之前，有捷径连接与没有时，这与深度有何关系？',
  'Balduzzi et al. (2017): in plain networks the correlation between gradients at different inputs halves with every layer, until they look like white noise, which tells training nothing about a next step. With shortcuts it falls much more slowly: exponentially still, with a smaller exponent, without normalisation; less than linearly with batch normalisation.':
    'Balduzzi et al.（2017）：在普通网络中，不同输入处梯度之间的相关系数逐层减半，直到看起来像白噪声，对下一步训练毫无指示作用。有了捷径连接，下降要慢得多：没有归一化时仍呈指数下降，但指数较小；有批归一化时则慢于线性。',
  '1 means that gradients point the same way, 0 that they have nothing in common: white noise. Compare how fast lines sink from panel to panel. In plain networks, do deeper lines lie far below shallow ones and reach 0 within a few hundredths of the way? And do they stay up with shortcuts?':
    '1 表示梯度方向相同，0 表示毫无共同之处，即白噪声。请比较各子图中曲线下降的快慢。在普通网络中，较深网络的曲线是否远低于较浅的网络，并在全程的百分之几之内便降到 0？有捷径连接时，曲线是否保持在高处？',
  'If deep residual lines sank as fast as deep plain ones, shortcuts would not keep gradients alike; if plain lines of all depths lay together, depth would not shatter gradients.':
    '若深层残差网络的曲线与深层普通网络下降得一样快，则捷径连接并不能使梯度保持相似；若各深度普通网络的曲线重合，则深度并不会打碎梯度。',
  'Correlation of neighbouring points, by depth': '相邻两点的相关系数，按深度',
  'Mean cosine between gradients at two points, 1/64 of the line apart':
    '相距连线 1/64 的两点之间梯度夹角余弦的均值',
  'One line of dots for each kind of network, with and without batch normalisation; colours are depths. Do deeper networks lie to the left? Do they crowd at 0 in the plain panels?':
    '每种网络（有或没有批归一化）一行圆点，颜色表示深度。较深的网络是否在左侧？在普通网络的子图中，它们是否挤在 0 处？',
  'Residual networks of depth 110 at 0, or plain ones far to the right of it.':
    '深度 110 的残差网络落在 0 处，或者同深度的普通网络远在 0 的右侧。',
  'Gradients of a deep plain network are next to white noise: between neighbouring points they have a correlation of at most {0} in {1}.':
    '深层普通网络的梯度接近白噪声：在 {1} 中，相邻两点之间的相关系数至多为 {0}。',
  'Shortcuts keep them alike: the correlation in {0} is higher by more than {1} than that in {2}.':
    '捷径连接使梯度保持相似：{0} 中的相关系数比 {2} 高出 {1} 以上。',
  'In plain networks correlations fall faster than one over depth: from {0} to {1} by a factor of more than {2}/{3}.':
    '在普通网络中，相关系数的下降快于深度的倒数：从 {0} 到 {1}，下降的倍数大于 {2}/{3}。',
  'In residual networks with batch normalisation they fall more slowly than one over depth: from {0} to {1} by a factor of at most {2}/{3}.':
    '在带批归一化的残差网络中，其下降慢于深度的倒数：从 {0} 到 {1}，下降的倍数至多为 {2}/{3}。',
  'Without normalisation shortcuts do the same: the correlation in {0} is higher than that in {1}.':
    '没有归一化时，捷径连接的作用相同：{0} 中的相关系数高于 {1}。',
  'Do bottleneck networks, and ResNet-50, show the same?': '瓶颈网络与 ResNet-50 也是如此吗？',
  'The heavy line is the error on the ten images that the network is trained on: does it come down to 0? The dashed line is that on ten other images, of which nothing can be learned from so few: guessing among ten classes makes 90 %. A network with a layer too few, or one whose gradient does not arrive everywhere, would get stuck.':
    '粗线是训练所用的十张图像上的误差：它是否降到 0？虚线是另外十张图像上的误差；从这么少的图像中学不到关于它们的任何规律，而在十个类别中随机猜测的误差为 90%。若网络少了一层，或梯度不能到达各处，训练就会停滞。',
  // experiments/shortcuts.ts
  'Must a shortcut be the identity, or does anything that leads around a block do: a convolution, half of the signal, a gate, the signal under dropout? And does it matter whether ReLU comes after the addition?':
    '捷径连接必须是恒等映射吗？还是说，只要能绕过块，用什么都行：卷积、减半的信号、门控、经过 dropout 的信号？ReLU 是否放在相加之后，又有没有影响？',
  'He et al. (2016) tried them in networks of 110 layers: whatever multiplies the shortcut multiplies the signal once for every block, there and back, so that scaled shortcuts, gates, dropout and 1×1 convolutions on every shortcut (option C) all end with a higher error than the identity (A), in training too. It takes depth: in networks of 34 layers for ImageNet, C had come out slightly better than A (He et al. 2015). A projection only where the shape changes (B) should do no harm, and neither should the order of full pre-activation, which leaves the sum as it is and gains most in networks far deeper than these.':
    'He et al.（2016）在 110 层的网络中试验过这些做法：凡是乘在捷径连接上的因子，信号每经过一块就要乘一次，前向和反向都是如此；因此缩放、门控、dropout 以及处处使用 1×1 卷积的捷径连接（选项 C），最终误差都高于恒等映射（A），训练误差也不例外。这一差别要有足够的深度才会显现：在面向 ImageNet 的 34 层网络中，C 曾略好于 A（He et al. 2015）。仅在形状改变处使用投影（B）应当无害；完全预激活的顺序也应无害，它保持加和不变，而其收益主要体现在比这里深得多的网络中。',
  'Take the line “as the preset says”, which is A, the identity, as the measure for the residual networks. Lines that lie to its right train worse; the paper expects that of C (a 1×1 convolution on every shortcut), of scaled (half of the shortcut, half of the branch), of gated and of dropout shortcuts, but not of B (a convolution only where the shape changes) and of pre-activation. The plain network, which has no shortcut, shows how much there was to lose.':
    '对于残差网络，以“与预设相同”一行（即 A，恒等映射）为基准。位于其右侧的行训练得更差；论文预计 C（每个捷径连接都用 1×1 卷积）、缩放（捷径连接减半，残差分支也减半）、门控和 dropout 捷径连接会如此，而 B（仅在形状改变处用卷积）与预激活则不会。普通网络没有捷径连接，显示出最多会损失多少。',
  'If scaled, gated or dropout shortcuts lay as far to the left as A in the training panel, a shortcut would not have to be the identity.':
    '若在训练子图中，缩放、门控或 dropout 捷径连接与 A 一样靠左，则捷径连接不必是恒等映射。',
  'The same variants in the paper, much deeper and trained to the end. Errors are not comparable, the order is: are the lines that lie to the right of A here the ones that do so above?':
    '论文中的同一批变体，网络深得多，且训练完毕。误差大小不可比，次序可比：此处位于 A 右侧的行，在上图中是否也位于 A 右侧？',
  'A line that lies right of A in one chart and left of it in the other.':
    '某一行在一张图中位于 A 右侧，在另一张图中却位于 A 左侧。',
  'Compare the heavy lines, the training error, with that of the panel “residual”, the identity. A shortcut that is in the way shows in how slowly the line falls from the beginning, not in a gap to the dashed line.':
    '请将各粗线（训练误差）与“残差网络”子图（恒等映射）中的粗线比较。捷径连接若有妨碍，会表现为曲线从一开始就下降缓慢，而不是与虚线之间出现差距。',
  'If all heavy lines ended together and only the dashed ones apart, shortcuts would differ in how they generalise, not in how they train.':
    '若所有粗线的终点相同，只有虚线的终点不同，则各种捷径连接的差别在于泛化，而不在于训练。',
  'Share of the gradient that comes back over shortcuts alone': '仅经捷径连接传回的梯度所占份额',
  'share of ∂loss/∂x': '占 ∂loss/∂x 的份额',
  'Every block can be passed by two ways. This is what arrives, from the loss on the right, of the gradient that takes the shortcut at every block, as a part of all that arrives. The identity hands it on whole, and its share falls only as branches add theirs. A factor of one half at every block leaves nothing of it after a few: what reaches the first layers has come through branches, as in a plain network. Gates that stay almost shut err on the other side: nearly all comes back over shortcuts, because branches are hardly let take part.':
    '经过每一块都有两条路。图中所示的是：从右侧的损失出发、在每一块都走捷径连接的那部分梯度，占到达的全部梯度的份额。恒等映射将它原样传递，其份额只因残差分支加入各自的贡献而下降。若每一块都乘以二分之一，几块之后它便所剩无几：到达最前几层的梯度都是经残差分支传来的，与普通网络无异。几乎始终关闭的门控则走向另一个极端：梯度几乎全部经捷径连接传回，因为残差分支几乎不参与。',
  'If scaled shortcuts or dropout kept as large a share as the identity, multiplication would not explain their errors.':
    '若缩放或 dropout 捷径连接保有与恒等映射一样大的份额，则其误差不能用相乘来解释。',
  'Only with pre-activation do shares of shortcuts and branches add up to 1; in the other networks ReLU follows the addition, and the share is that of a signal that it would let through.':
    '只有采用预激活时，捷径连接与残差分支的份额之和才为 1；在其他网络中，相加之后接有 ReLU，图中的份额是假设信号能通过 ReLU 时的份额。',
  'Half of a shortcut is too little': '捷径信号减半，效果不足',
  'A convolution is no shortcut': '卷积不能充当捷径连接',
  'A gate costs more than it gives': '门控得不偿失',
  'Dropout breaks the shortcut': 'dropout 破坏捷径连接',
  'Projections where the shape changes do no harm': '在形状改变处使用投影无害',
  'A sum that no ReLU follows does no harm': '相加之后不接 ReLU 无害',
  // experiments/width.ts
  'Does width do what shortcuts do?': '加宽能否代替捷径连接？',
  'Is a deep plain network merely too narrow? Does it catch up with its residual twin if every layer has two or four times as many filters?':
    '深层普通网络是否只是太窄？若每一层的滤波器增加到两倍或四倍，它能否赶上对应的残差网络？',
  'Li et al. (2018) found width to help networks without shortcuts more than those with them, and both to end far apart all the same: at depth 56 test errors, as others quote them, of 13.31, 10.26 and 9.69 % at widths ×1, ×2 and ×4 without shortcuts, of 5.89, 5.07 and 4.34 % with them.':
    'Li et al.（2018）发现，加宽对没有捷径连接的网络帮助更大，但两者的终点仍相距甚远：据他人转引，深度 56、宽度 ×1、×2、×4 时，没有捷径连接的测试误差为 13.31%、10.26%、9.69%，有捷径连接的为 5.89%、5.07%、4.34%。',
  'Final error over width': '最终误差随宽度的变化',
  'Final training error in %, over width': '最终训练误差（%）随宽度的变化',
  'Times as many filters': '滤波器数的倍数',
  'Follow the lines to the right: which falls more steeply? Then compare where they end: the widest plain network with the narrowest residual one, which has a sixteenth of its parameters.':
    '沿曲线向右看：哪条下降更陡？再比较终点：最宽的普通网络与最窄的残差网络，后者的参数只有前者的十六分之一。',
  'A plain line that ends as low as the residual one would mean that plain networks lack width, not shortcuts; one that does not fall, that width does nothing for them.':
    '若普通网络曲线的终点与残差网络一样低，则普通网络缺的是宽度，而不是捷径连接；若曲线不下降，则宽度对它毫无作用。',
  'Twice as many filters are about four times as many parameters.': '滤波器增加到两倍，参数约为四倍。',
  'Compare the heavy lines, the training error, of plain networks of all widths, and how early each of them leaves 90 %. Does a wider one learn faster from the start?':
    '比较各种宽度普通网络的粗线（训练误差），看它们多早离开 90%。较宽的网络是否从一开始就学得更快？',
  'If the heavy lines of plain networks lay on top of each other, width would not matter to training.':
    '若普通网络的粗线彼此重合，则宽度对训练没有影响。',
  'Width helps plain networks: {0} ends with a higher training error than {1}.':
    '加宽对普通网络有帮助：{0} 的最终训练误差高于 {1}。',
  'Width helps plain networks more than residual ones: it lowers their training error by more points.':
    '加宽对普通网络的帮助大于残差网络：训练误差降低的百分点更多。',
  'Width does not replace shortcuts: {0} ends with a higher training error than {1}.':
    '宽度代替不了捷径连接：{0} 的最终训练误差高于 {1}。',
  'Shortcuts do more than sixteen times the parameters: {0} ends with a higher training error than {1}.':
    '捷径连接的作用大于十六倍的参数：{0} 的最终训练误差高于 {1}。',
  'Which shortcuts work?': '哪些捷径连接有效？',
  // src/language/phrase.ts
  ' ': '',
  // src/charts/parts/seen.ts
  '{0} from {1} % ({2} layers) to {3} % ({4} layers)': '{0} 从 {1}%（{2} 层）到 {3}%（{4} 层）',
  'Final {0}: {1}.': '最终{0}：{1}。',
  'Each line is a network, from what it has to many times as much.': '每条线是一个网络，从原有的量到其多倍。',
  '{0}, ×{1}': '{0}，×{1}',
  'Each line is a kind of network; the further a dot lies to the right, the larger is what is measured.':
    '每一行是一种网络；圆点越靠右，所测的值越大。',
  'Lines that lie on each other show no difference.': '曲线彼此重合，则没有差异。',
  'Dots that lie on each other show no difference.': '圆点彼此重合，则没有差异。',
  'Final training error in %, of every network': '各网络的最终训练误差（%）',
  '{0}, depth {1}': '{0}，深度 {1}',
  '{0} in {1}, depth {2}': '{1}（深度 {2}）为 {0}',
  'At the end the training error is, in %, {0}.': '最终的训练误差（%）：{0}。',
  'At the end the training loss is {0}.': '最终的训练损失：{0}。',
  '{0}: from {1} ({2}) to {3} ({4})': '{0}：从 {1}（{2}）到 {3}（{4}）',
  '{0}, depth {1}: from {2} to {3}': '{0}，深度 {1}：从 {2} 到 {3}',
  'From the left end to the right, {0}.': '从左端到右端：{0}。',
  // src/charts/parts/block-charts.ts
  'geometric mean': '几何均值',
  mean: '均值',
  'Triangles at the foot of a panel are values of exactly 0, which have no place on a logarithmic axis.':
    '子图底部的三角形表示恰好为 0 的数值，它们在对数坐标轴上没有位置。',
  exactly: '精确值',
  // src/charts/block-profile.ts
  'The x axis is relative depth; {0} over seeds.': '横轴为相对深度；对随机种子取{0}。',
  Position: '位置',
  'Position 0 is the stem, 1 the last block.': '位置 0 为首层，1 为最后一块。',
  'Position (0 = stem, 1 = last block)': '位置（0 = 首层，1 = 最后一块）',
  block: '块',
  // src/charts/block-training.ts
  'Epoch 0 is before training; {0} over blocks, and over seeds.':
    '第 0 轮为训练之前；对各块及各随机种子取{0}。',
  'Epoch 0 is before training; {0} over blocks that keep the shape of what they are given, and over seeds.':
    '第 0 轮为训练之前；对输入与输出形状相同的各块及各随机种子取{0}。',
  step: '步',
  // src/charts/by-variant.ts
  value: '值',
  'Final error of every variant': '各变体的最终误差',
  'as the preset says': '与预设相同',
  'Dots are means over seeds, bars 95 % t intervals.': '圆点为各随机种子的均值，误差线为 95% t 区间。',
  '{0} without such a number left out.': '{0}没有该数值，已略去。',
  // src/charts/parts/encodings.ts
  'training (not augmented)': '训练（无数据增强）',
  test: '测试',
  Error: '误差',
  // src/charts/error-curves.ts
  'Training and test error over epochs': '训练误差与测试误差随训练轮次的变化',
  'Training error is measured in evaluation mode on examples that are not augmented; epoch 0 is before training.':
    '训练误差在评估模式下、用未经数据增强的样本测量；第 0 轮为训练之前。',
  'The axis ends at {0} %: what lies above, near {1} % at epoch 0, is in the tooltip and the table.':
    '坐标轴止于 {0}%：超出的部分（第 0 轮时接近 {1}%）见提示框与表格。',
  'A cross marks where {0} broke off; such runs are in no mean.':
    '叉号标出 {0}中断之处；这类运行不计入任何均值。',
  'Follow the heavy lines, the training error, from panel to panel: do deeper networks end higher, on the very images that they are trained on? And where there are shortcuts?':
    '逐个子图追踪粗线（训练误差）：更深的网络在自己的训练图像上，最终误差是否更高？有捷径连接时又如何？',
  'It would speak against degradation if the deeper plain network ended with the lower heavy line, or with the same heavy line and only the dashed one higher: that would be over-fitting.':
    '若较深的普通网络粗线的终点更低，或粗线的终点相同而只有虚线更高（那便是过拟合），则不支持退化的说法。',
  'The vertical scale is the same in all panels.': '所有子图的纵轴尺度相同。',
  'Heavy and dashed lines are means over seeds, where every run of the mean has reached the epoch; thin lines are single seeds.':
    '粗线与虚线为各随机种子的均值，只画到参与平均的所有运行都已到达的轮；细线为单个随机种子。',
  'Heavy and dashed lines are means over seeds, where every run of the mean has reached the epoch; bands are 95 % t intervals of the training error, cut at 0 and 100 %.':
    '粗线与虚线为各随机种子的均值，只画到参与平均的所有运行都已到达的轮；色带为训练误差的 95% t 区间，截断于 0 和 100%。',
  error: '误差',
  'in %': '数值（%）',
  set: '集合',
  // src/charts/error-over-depth.ts
  'Final error in %': '最终误差（%）',
  'One seed: no interval.': '只有一个随机种子：无区间。',
  '95 % from': '95% 区间下限',
  to: '上限',
  seeds: '随机种子数',
  'Depth in layers': '深度（层）',
  'It would speak against degradation if the plain line fell from left to right in the training panel, and against the cure if the residual line climbed with it.':
    '若训练子图中普通网络的曲线从左到右下降，则不支持退化的说法；若残差网络的曲线随深度上升，则不支持其解决办法。',
  'Final error over depth': '最终误差随深度的变化',
  'Errors of the last epoch, never of the best one.': '误差取自最后一轮，而非最好的一轮。',
  'Lines are means over seeds, bars 95 % t intervals, small dots beside them single seeds.':
    '曲线为各随机种子的均值，误差线为 95% t 区间，旁边的小圆点为单个随机种子。',
  '{0} without a final error left out.': '{0}没有最终误差，已略去。',
  'error %': '误差（%）',
  seed: '随机种子',
  chance: '随机猜测',
  '95 % interval': '95% 区间',
  'Compare the slopes. The training panel shows the error on images that the network was trained on: does the plain line climb with depth there, not only in the test panel, and the residual line not?':
    '比较斜率。训练子图显示网络在其训练图像上的误差：普通网络的曲线是否在该子图中就随深度上升，而不只是在测试子图中？残差网络的曲线是否不上升？',
  'The slider shows errors in the midst of training, at the large learning rate perhaps: a shorter training would not have ended there. Verdicts are about the end alone; a run that ended earlier keeps its last value.':
    '滑块显示训练途中的误差，当时的学习率可能仍然较大：较短的训练并不会止于这些数值。各项结论只针对训练结束时；提前结束的运行保持其最后的数值。',
  'Chance, {0} %, lies above the axis.': '随机猜测的误差（{0}%）在坐标轴上方。',
  'Grey diamonds: {0}; {1}.': '灰色菱形：{0}；{1}。',
  'Final training error in %, over depth in layers': '最终训练误差（%）随深度（层）的变化',
  // src/charts/parts/final-errors.ts
  'Training error': '训练误差',
  'Test error': '测试误差',
  // src/charts/gradient-heat-map.ts
  Epoch: '轮',
  'Gradient norm in every layer over epochs': '各层梯度范数随训练轮次的变化',
  'Norm of the loss gradient, before clipping and without weight decay; geometric mean over seeds; epoch 0 is before the first step.':
    '损失梯度的范数，裁剪之前，不含权重衰减；对各随机种子取几何均值；第 0 轮为第一步之前。',
  '{0} of {1} measured epochs are drawn, evenly spread, the first and the last among them; all are in the CSV files.':
    '所测的 {1} 轮中均匀选取 {0} 轮绘出，包括首尾两轮；全部数据见 CSV 文件。',
  'Gradient norm (L2), logarithmic': '梯度范数（L2），对数尺度',
  'Colour is the order of magnitude of the gradient’s norm. Look down a column, from the classifier to the input, for layers that get ten or a hundred times less than others, and compare the plain panels with the residual ones. Layer 0 is the first behind the input; epoch 0 is before training.':
    '颜色表示梯度范数的数量级。沿一列从分类器向输入看，寻找梯度比其他层小十倍或百倍的层，并比较普通网络与残差网络的子图。第 0 层紧接输入；第 0 轮为训练之前。',
  'Vanishing gradients would explain degradation if, while they train, layers of the deep plain networks got less than 1/{0} of the gradient of the same layer of the residual network of that depth. If none does, they do not.':
    '若训练期间深层普通网络中有些层得到的梯度不足同深度残差网络相同层的 1/{0}，则梯度消失可以解释退化；若没有这样的层，则不能。',
  'The scale of colours ends at the 1st and the 99th percentile, so that a few cells do not stretch it; values beyond have the colour of its ends.':
    '色标止于第 1 与第 99 百分位，以免少数格子把它拉长；超出的数值取两端的颜色。',
  'At its weakest while it trains, a layer of plain-{0} gets {1} times less gradient than the same layer of residual-{2}: {3}, after epoch {4}.':
    '训练期间差距最大时，{0} 层普通网络的一个层得到的梯度只有 {2} 层残差网络相同层的 {1} 分之一：{3}，第 {4} 轮之后。',
  'While they train, every layer of plain-{0} gets at least {1} times the gradient of the same layer of residual-{2}.':
    '训练期间，{0} 层普通网络每一层得到的梯度至少是 {2} 层残差网络相同层的 {1} 倍。',
  Layer: '层',
  // src/charts/gradient-profile.ts
  'last epoch': '最后一轮',
  '{0}, {1}': '{0}，{1}',
  norm: '范数',
  'Gradient norm from input to classifier': '从输入到分类器的梯度范数',
  'Vanishing gradients would explain degradation if, in the plain panels, deeper networks sank far below shallower ones towards the input and the residual ones did not.':
    '若在普通网络的子图中，较深网络的曲线朝输入方向降到远低于较浅网络，而残差网络的曲线并非如此，则退化可由梯度消失解释。',
  'The x axis is relative depth, so that networks of different depth share it; index and name are in the tooltip. Geometric mean over seeds.':
    '横轴为相对深度，因此不同深度的网络可共用一个横轴；层的编号与名称见提示框。对随机种子取几何平均。',
  'Position (0 = input, 1 = classifier)': '位置（0 = 输入，1 = 分类器）',
  'Gradient norm (L2)': '梯度范数（L2）',
  'The signal of the loss starts at the classifier, on the right, and travels to the input, on the left. A line that sinks to the left by orders of magnitude means vanishing gradients, one that climbs exploding ones.':
    '损失的信号从右侧的分类器出发，传向左侧的输入。向左下降若干数量级的曲线表示梯度消失，向左上升的曲线表示梯度爆炸。',
  'a factor of {0} in {1} at depth {2}': '{1}（深度 {2}）相差 {0} 倍',
  'Between the layer with the smallest and the one with the largest gradient at the end of training lies {0}.':
    '训练结束时，梯度最小的层与最大的层之间：{0}。',
  // src/charts/parts/gradients.ts
  '{0} norms of exactly 0 have no place on a logarithmic scale and were dropped.':
    '有 {0} 个范数恰好为 0，无法在对数坐标上表示，已舍去。',
  // src/charts/layer-responses.ts
  name: '名称',
  layer: '层',
  'Strength of layer responses': '层响应的强度',
  'in the order of the layers': '按层的顺序',
  'sorted by magnitude': '按大小排序',
  'Layer index or rank, from 0': '层的序号或排名（从 0 起）',
  'Standard deviation of the response': '响应的标准差',
  'standard deviation': '标准差',
  // src/charts/lesions.ts
  'Test error with one block taken out': '取出一个块之后的测试误差',
  'The x axis is relative depth; means over seeds.': '横轴为相对深度；对随机种子取平均。',
  'Position of the block (1 = last)': '块的位置（1 = 最后一块）',
  'Test error the more blocks are removed, or swapped': '测试误差随取出或交换的块数的变化',
  'blocks removed': '取出的块',
  'pairs of blocks swapped': '交换的成对的块',
  'Only blocks that keep the shape of what they are given; five draws of each number, means over draws and seeds.':
    '只涉及保持输入形状的块；每个数目抽取五次，取各次抽取和各种子的平均。',
  '0 is the network as it was trained.': '0 是训练好的完整网络。',
  'Blocks removed, or pairs swapped': '取出的块数，或交换的对数',
  'removed or swapped': '取出或交换',
  'Where a block is taken out, its shortcut remains; in plain networks what the shortcut of the residual twin would be: the identity, or, where the shape changes, every other pixel and no new channels.':
    '取出一个块时，其捷径连接保留；在普通网络中，代之以对应残差网络的捷径连接：恒等映射，或者在形状改变处每隔一个像素取一个，新通道为零。',
  'Thin, level lines: the network as it was trained.': '细水平线：训练好的完整网络。',
  'Without one of its blocks the test error goes, on average over blocks, in {0}.':
    '去掉一个块之后，测试误差（对各块取平均）的变化：{0}。',
  '{0} from {1} to {2} %': '{0} 从 {1}% 到 {2}%',
  // src/charts/loss-surface.ts
  'Training loss around the trained weights': '训练好的权重周围的训练损失',
  '{0} of the map of {1} ({2} in the middle)': '{1} 的图上占 {0}（中心处为 {2}）',
  'The loss is at most {0} times that of the trained network on {1}.':
    '损失不超过训练好的网络的 {0} 倍之处：{1}。',
  '{0} × {1} points a network, the first seed alone; loss in evaluation mode on the images of the training error. 0, 0 is the trained network.':
    '每个网络 {0} × {1} 个点，只取第一个种子；损失以评估模式在测量训练误差所用的图像上测得。（0，0）是训练好的网络。',
  'Two random directions, each filter of them as long as the network’s own; biases and batch normalisation stay as they are (Li et al. 2018).':
    '两个随机方向，其中每个滤波器的长度与网络自身的相同；偏置与批归一化保持不变（Li et al. 2018）。',
  'From colour to colour the loss grows by a factor of {0}; the last stands for all that is larger, or no number.':
    '每换一种颜色，损失增大到 {0} 倍；最后一种颜色代表所有更大的值以及非数值。',
  'First direction': '第一方向',
  'Second direction': '第二方向',
  'Training loss': '训练损失',
  'first direction': '第一方向',
  'second direction': '第二方向',
  loss: '损失',
  'Compare lines of one colour, plain with residual. Blocks that only correct what the shortcut carries would respond more weakly, and those of a deeper network more weakly still: is it so here?':
    '比较同色的曲线：普通网络与残差网络。若块只是修正捷径连接所传递的内容，其响应就会更弱，更深网络的块还要更弱：这里是否如此？',
  'It would speak against the idea that residuals are small if the residual lines lay above the plain ones.':
    '若残差网络的曲线高于普通网络的曲线，则不支持“残差很小”的说法。',
  'Standard deviation after batch normalisation, before the addition or ReLU, at the last measured epoch; mean over the seeds that finished. Lower panels: ranked from strong to weak, as in the lower panel of Fig. 7.':
    '标准差取自最后一次测量的轮，在批归一化之后、相加或 ReLU 之前；为已完成的随机种子的均值。下方子图：按由强到弱排序，与图 7 的下半部分相同。',
  '{0} in {1} at depth {2}': '{1}（深度 {2}）为 {0}',
  'Layers respond with a standard deviation of, on average, {0}.': '各层响应的标准差平均：{0}。',
  // src/charts/network-curves.ts
  depth: '深度',
  epoch: '轮',
  Network: '网络',
  'Error in %': '误差（%）',
  network: '网络',
  'Error over epochs, of all networks': '所有网络的误差随训练轮次的变化',
  'Loss over epochs, of all networks': '所有网络的损失随训练轮次的变化',
  'Cross-entropy in nats': '交叉熵（奈特）',
  'Means over seeds, of runs that did not break off; measured in evaluation mode, epoch 0 before training.':
    '各随机种子的均值，只含未中断的运行；在评估模式下测量，第 0 轮为训练之前。',
  'Vertical lines: identity layers are added at the end of that epoch, before it is measured.':
    '竖线：在该轮结束时、测量之前添加恒等映射层。',
  // src/charts/published-by-variant.ts
  variant: '变体',
  'Published: {0}': '已发表：{0}',
  '{0}: {1}, as printed there. Beside another budget only the order of the lines can be compared.':
    '{0}：{1}，按原文所载。由于训练预算不同，只有各行的次序可作比较。',
  'residual, test error': '残差网络，测试误差',
  fails: '失败',
  'Test error in %': '测试误差（%）',
  'test error %': '测试误差（%）',
  // src/charts/shattering.ts
  'How alike gradients are at two points, by their distance': '两点处梯度的相似程度，按两点的距离',
  'Mean cosine between gradients': '梯度夹角余弦的均值',
  'Gradients of the first logit with respect to the image, before training, at 65 points on each of eight straight lines between two training images; batch normalisation has the statistics of one training batch, so that points do not see each other.':
    '训练前第一个 logit 对图像的梯度，取自八条连接两幅训练图像的直线，每条 65 个点；批归一化采用一个训练批次的统计量，因此各点互不影响。',
  'Means over seeds.': '取各种子的平均。',
  'Distance, as a share of the line between two images': '距离，占两幅图像连线的比例',
  distance: '距离',
  cosine: '余弦',
  // src/evidence/depth-answer.ts
  'After {0} epochs, {1} plain layers err on {2} % of their own training images, {3} on {4} %':
    '训练 {0} 轮之后，{1} 层普通网络在自己的训练图像上的误差为 {2}%，{3} 层的为 {4}%',
  '.': '。',
  '; with shortcuts, {0} layers err on {1} %.': '；有捷径连接时，{0} 层的误差为 {1}%。',
  // src/evidence/width-answer.ts
  'With {0} times as many filters, {1} plain layers err on {2} % of their own training images instead of {3} %; {4} residual layers err on {5} % instead of {6} %.':
    '滤波器数增加到 {0} 倍后，{1} 层普通网络在自己的训练图像上的误差为 {2}%，原来为 {3}%；{4} 层残差网络为 {5}%，原来为 {6}%。',
  // src/evidence/claims/bound-claim.ts
  'A run that ended without this number (it failed, broke off too early, or the run that it is compared with is missing or was computed in another way) keeps it from being supported.':
    '若有运行结束时没有这一数值（运行失败、过早中断，或与之比较的运行缺失或计算方式不同），则论断不判为支持。',
  '{0} ended without this number.': '{0}结束时没有这一数值。',
  'Effect: {0}, the largest of all runs; n counts runs. Exact, no interval.':
    '效应：{0}，取所有运行中的最大值；n 为运行次数。精确值，无区间。',
  'Supported if it is at most {0} {1} in every run, refuted if not in one.':
    '若每次运行都不超过 {0} {1}，则论断得到支持；只要有一次超过，则论断被推翻。',
  'Effect: {0}, the smallest of all runs; n counts runs. Exact, no interval.':
    '效应：{0}，取所有运行中的最小值；n 为运行次数。精确值，无区间。',
  'Supported if it is at least {0} {1} in every run, refuted if not in one.':
    '若每次运行都不低于 {0} {1}，则论断得到支持；只要有一次低于，则论断被推翻。',
  // src/evidence/claims/chosen-rate.ts
  'Each network has the learning rate of its own that gave the least mean final training loss on seeds {0}, which count for nothing else; a rate at which one of them diverged is not chosen.':
    '每个网络采用各自的学习率，即在种子 {0} 上平均最终训练损失最小者，这些种子不作他用；若其中有运行发散，该学习率不予选择。',
  'The runs that choose a rate have not all ended.': '用于选择学习率的运行尚未全部结束。',
  // src/evidence/claims/degradation-in-every-variant.ts
  'Degradation stays in each of {0} with {1}: {2} ends with a higher training error than {3}.':
    '在含 {1} 的全部 {0}中，退化依旧存在：{2} 的最终训练误差高于 {3}。',
  'Effect: final training error of {0} minus that of {1}, paired by seed, mean over seeds, of the variant that speaks most against the claim.':
    '效应：最终训练误差之差（{0} 减 {1}），按随机种子配对并取均值，取对论断最不利的变体。',
  'Supported if the whole {0} interval of every variant lies above 0, refuted if all of the {1} interval of one lies at or below (the level is divided by the number of variants), otherwise inconclusive.':
    '若每个变体的整个 {0} 区间都高于 0，则论断得到支持；若有一个变体的整个 {1} 区间不高于 0（显著性水平除以变体数），则论断被推翻；否则尚无定论。',
  'A variant without a pair of seeds, or of which a run failed, leaves the claim without a verdict.':
    '若有变体没有配成对的随机种子，或其中有运行失败，则不作结论。',
  'There is no pair of seeds: no verdict.': '没有配成对的随机种子：不作结论。',
  'in the variant that helps most, {0} end {1} points of training error above {2}':
    '在帮助最大的变体中，{0}的最终训练误差比{2}高 {1} 个百分点',
  'in the variant that helps most, {0} end {1} points of training error below {2}':
    '在帮助最大的变体中，{0}的最终训练误差比{2}低 {1} 个百分点',
  'nothing added': '未添加任何方法',
  '{0}: {1} points.': '{0}：{1} 个百分点。',
  '{0}: {1} points, {2} to {3}.': '{0}：{1} 个百分点，区间 {2} 至 {3}。',
  // src/evidence/claims/degradation.ts
  'Degradation: {0} ends with a higher training error than {1}, by more than {2} points.':
    '退化：{0} 的最终训练误差高于 {1}，且相差超过 {2} 个百分点。',
  'Degradation: {0} ends with a higher training error than {1}.': '退化：{0} 的最终训练误差高于 {1}。',
  '{0} % at {1}': '{0}%（深度 {1}）',
  '{0} at {1}': '{0}（深度 {1}）',
  'Trend: the mean training error rises at every step of depth: {0}, then {1}.':
    '趋势：深度每增加一级，训练误差的均值都上升：{0}，此后依次为 {1}。',
  'Trend: the mean training error does not rise at every step of depth (not at {0}): {1}, then {2}.':
    '趋势：训练误差的均值并非随深度每一级都上升（{0} 处没有上升）：{1}，此后依次为 {2}。',
  // src/evidence/claims/equal-parameters.ts
  'At every depth the plain and the residual network have the same number of parameters.':
    '在每个深度，普通网络与残差网络的参数个数相同。',
  'Effect: largest difference in trainable parameters between twins; n counts depths. Exact, no interval.':
    '效应：对应的普通网络与残差网络之间可训练参数个数的最大差异；n 为深度的个数。精确值，无区间。',
  'Refuted if it is not 0 at any depth; supported if it is 0 at every depth; inconclusive while a depth lacks its twin.':
    '若在任一深度不为 0，则论断被推翻；若在每个深度都为 0，则论断得到支持；若有深度缺少对应的普通网络或残差网络，则尚无定论。',
  'twins differ by at most {0} parameters': '对应的普通网络与残差网络至多相差 {0} 个参数',
  '{0} at depth {1}': '深度 {1} 时为 {0} 个',
  'Depth {0} has one kind only.': '深度 {0} 只有一类网络。',
  // src/evidence/pairs/error-measures.ts
  'Neither network has learned anything that shows: no verdict.':
    '两个网络都没有学到看得出来的东西：不作结论。',
  'Neither network errs at all: no verdict.': '两个网络都没有任何错误：不作结论。',
  'It is at least as wide as the binomial spread of so many examples makes it; training errors are measured on other examples for each seed, test errors on the same for all, so that their spread does not shrink with seeds.':
    '区间至少与这么多样本的二项分布离散程度相当；训练误差在每个随机种子下用不同的样本测量，测试误差则共用同一批样本，因此后者的离散程度不随随机种子增多而减小。',
  'A run that diverged counts with the worst error of its network’s finished runs (of the other network’s if it has none), and again with chance; the interval spans both.':
    '发散的运行先按同一网络已完成运行中的最大误差计（若没有，则取另一网络的），再按随机猜测的误差计；区间涵盖两者。',
  'Where no run of either network is below chance by more than {0} standard errors, or none errs at all, nothing is decided.':
    '若两个网络的任何一次运行都没有比随机猜测低 {0} 个标准误以上，或都没有任何错误，则不作结论。',
  'training error': '训练误差',
  'test error': '测试误差',
  'generalisation gap': '泛化差距',
  'final {0} of {1} minus that of {2}': '最终{0}之差（{1} 减 {2}）',
  '{0} plain layers': '深度为 {0} 的普通网络',
  '{0} plain layers with {1}': '采用 {1}、深度为 {0} 的普通网络',
  '{0} residual layers': '深度为 {0} 的残差网络',
  '{0} residual layers with {1}': '采用 {1}、深度为 {0} 的残差网络',
  'the {0} of {1} is {2} points, that of {3} {4}': '{1}的{0}为 {2} 个百分点，{3}的为 {4}',
  '{0} end at {1} % {2}, {3} at {4} %': '{0}的最终{2}为 {1}%，深度为 {3} 的为 {4}%',
  '{0} end at {1} % {2}, and {3} at {4} %': '{0}的最终{2}为 {1}%，{3}的为 {4}%',
  // src/evidence/claims/error-difference.ts
  'the first network': '第一个网络',
  'the second': '第二个网络',
  // src/evidence/claims/gradient-slope.ts
  'Only first steps are looked at, so that runs that diverged later count like all others; one that ended without this number leaves no verdict.':
    '只考察最初的步骤，因此之后才发散的运行与其他运行同样计入；若有运行结束时没有这一数值，则不作结论。',
  '{0} ended without this number: no verdict.': '{0}结束时没有这一数值：不作结论。',
  'powers of ten per layer': '个数量级/层',
  '{0}, where the slope is that of log₁₀ ‖∂loss/∂x‖ over layers, of {1}':
    '{0}（{1}；斜率指 log₁₀ ‖∂loss/∂x‖ 随层变化的斜率）',
  'in {0}, the {1} is {2} powers of ten a layer': '在{0}中，{1}为每层 {2} 个数量级',
  // src/evidence/claims/growth.ts
  'A deep plain network that is no worse than a shallow one exists: with identity layers added, training and test loss are the shallow network’s.':
    '存在不比浅层网络差的深层普通网络：添加恒等映射层之后，训练损失与测试损失和浅层网络相同。',
  nats: '奈特',
  'absolute difference of the loss (mean cross-entropy; training or test, whichever differs more) between a run that has just grown and the run of the same seed that stays shallow, after the same epoch':
    '同一轮之后，刚刚加深的运行与随机种子相同、保持浅层的运行之间损失的绝对差（平均交叉熵；取训练与测试中差异较大者）',
  'adding identity layers changes the loss by at most {0} nats': '添加恒等映射层使损失至多改变 {0} 奈特',
  'A network that has grown has as many parameters as one that has its depth from the start.':
    '中途加深的网络，与从一开始就具有该深度的网络参数个数相同。',
  'difference in trainable parameters between a run that grows and the run of the same depth and seed from scratch':
    '中途加深的运行与深度和随机种子相同、从头训练的运行之间可训练参数个数之差',
  'networks that grew and those from scratch differ by at most {0} parameters':
    '中途加深的网络与从头训练的网络至多相差 {0} 个参数',
  // src/evidence/claims/healthy-gradients.ts
  'powers of ten': '个数量级',
  'Vanishing gradients are not the cause: even the layer of {0} that is worst off, in the epoch when it is, gets more than 1/{1} of the gradient of the same layer of {2}.':
    '原因不是梯度消失：即使在 {0} 中梯度相对最小的那一层、最小的那一轮，所得梯度也超过 {2} 同一层的 1/{1}。',
  'log₁₀ of the smallest ratio, over layers and trained epochs, of the gradient norm in {0} to that of the same layer in {1}, paired by seed':
    '{0} 的梯度范数与 {1} 同一层之比在各层、各训练轮中的最小值，取 log₁₀，按随机种子配对',
  'in {0}, no layer gets less than {1} of the gradient that it gets in {2} ({3} powers of ten)':
    '在{0}中，各层所得梯度都不低于{2}同一层的 {1} 倍（{3} 个数量级）',
  // src/evidence/claims/interaction.ts
  '({0}) minus ({1}), paired by seed': '（{0}）减去（{1}），按种子配对',
  larger: '大',
  smaller: '小',
  'the difference between {0} and {1} is {2} points {3} than that between {4} and {5}':
    '{0}与{1}之差比{4}与{5}之差{3} {2} 个百分点',
  // src/evidence/claims/interval-claim.ts
  'Effect: {0}, mean over seeds.': '效应：{0}，取各随机种子的均值。',
  'Supported if the whole {0} interval lies above {1} {2}, refuted if all of it lies at or below, otherwise inconclusive.':
    '若整个 {0} 区间高于 {1} {2}，则论断得到支持；若整个区间不高于该值，则论断被推翻；否则尚无定论。',
  'Supported if the whole {0} interval lies at or below {1} {2}, refuted if all of it lies above, otherwise inconclusive.':
    '若整个 {0} 区间不高于 {1} {2}，则论断得到支持；若整个区间高于该值，则论断被推翻；否则尚无定论。',
  'Student t interval; only one of its ends can make a verdict wrong, and all ends that could on this page, {0}, do so together with a probability of at most 5 % (Bonferroni).':
    '采用 Student t 区间；每个区间只有一端可能使结论出错，本页共有 {0} 个这样的端点，其中任何一个致错的总概率不超过 5%（Bonferroni 校正）。',
  'One seed has no interval, nor have equal values of unknown spread. If a run that is compared failed, or twins were computed in different ways, there is no verdict.':
    '只有一个随机种子，或各数值相等而离散程度未知时，没有区间。若参与比较的运行失败，或配对的两次运行计算方式不同，则不作结论。',
  'All seeds gave the same: there is no spread to judge by.':
    '各随机种子给出的数值相同：没有离散程度可供判断。',
  // src/evidence/claims/landscape.ts
  'The middle of each surface is the trained network: its loss is the final training loss.':
    '每个曲面的中心就是训练好的网络：其损失等于最终训练损失。',
  'of the final training loss': '（占最终训练损失的比例）',
  'difference between the loss in the middle and the final training loss, relative to it':
    '中心处的损失与最终训练损失之差，相对于后者',
  'losses in the middle are the trained ones to {0}': '中心处的损失与训练所得的相差至多 {0}',
  'Every surface has all of its points.': '每个曲面的点都是完整的。',
  'points missing': '个缺失的点',
  'points of the square that have not been measured': '正方形中没有测量的点',
  'no surface lacks more than {0} points': '没有曲面缺少超过 {0} 个点',
  // src/evidence/claims/learns.ts
  percent: '%',
  '{0} begins to learn: its training error ends at most at {1} %.':
    '{0} 开始学到东西：其最终训练误差不超过 {1}%。',
  '{0} does not begin to learn: its training error ends above {1} %.':
    '{0} 没有开始学到东西：其最终训练误差高于 {1}%。',
  'final training error of {0}': '{0} 的最终训练误差',
  'Where every run diverged there is no verdict.': '若所有运行都发散，则不作结论。',
  '{0} end at {1} % training error': '{0}的最终训练误差为 {1}%',
  '{0} of {1} diverged.': '{1}中有 {0} 次发散。',
  // src/evidence/claims/linear-separability.ts
  'It is at least as wide as the binomial spread of so many test images makes it; they are the same for all seeds, so that it does not shrink with seeds.':
    '区间至少与这么多测试图像的二项分布离散程度相当；所有随机种子共用同一批测试图像，因此它不随随机种子增多而减小。',
  'It is at least as wide as it would be if blocks had no order at all.': '区间至少与各块毫无次序时相当。',
  'in {0}, a linear classifier errs {1} points less after its last block than after {2}':
    '在{0}中，线性分类器接在最后一块之后的误差比接在{2}之后低 {1} 个百分点',
  'in {0}, a linear classifier errs {1} points more after its last block than after {2}':
    '在{0}中，线性分类器接在最后一块之后的误差比接在{2}之后高 {1} 个百分点',
  'Features of {0} grow more separable: a linear classifier errs less after the last block than after the stem.':
    '{0} 的特征逐渐变得更可分：线性分类器接在最后一块之后时，误差低于接在首层之后时。',
  'test error of a linear classifier after the stem minus that after the last block':
    '线性分类器接在首层之后的测试误差减去接在最后一块之后的测试误差',
  'the stem': '首层',
  'Features of {0} grow more separable: a linear classifier errs less after the last block than after the first of the same stage, with equally many features.':
    '{0} 的特征逐渐变得更可分：线性分类器接在最后一块之后时，误差低于接在同一阶段第一块之后时，而两处的特征数相同。',
  'test error of a linear classifier after the first block of the last stage minus that after the last block':
    '线性分类器接在最后一个阶段第一块之后的测试误差减去接在最后一块之后的测试误差',
  'the first of the same stage': '同一阶段的第一块',
  'rank correlation': '（秩相关系数）',
  'Features of {0} grow more separable: the later the block, the less a linear classifier errs after it.':
    '{0} 的特征逐渐变得更可分：线性分类器所接的块越靠后，误差越低。',
  'Spearman’s rank correlation of the position of a block with the accuracy of a linear classifier after it':
    '块的位置与其后线性分类器准确率的 Spearman 秩相关系数',
  'in {0}, position and accuracy of linear classifiers have a rank correlation of {1}':
    '在{0}中，线性分类器的位置与准确率的秩相关系数为 {1}',
  // src/evidence/claims/memorises.ts
  '{0} learns its training images by heart, to an error of 0 %.': '{0} 能记住其训练图像，误差降至 0%。',
  'final training error, 100 % of a run that diverged': '最终训练误差，发散的运行计为 100%',
  '{0} ends with {1} % error on the images that it was trained on': '{0} 在其训练图像上的最终误差为 {1}%',
  // src/evidence/pairs/network-reading.ts
  'Nothing can stand for the number of a run that diverged, or did not measure it: then there is no verdict.':
    '发散或没有测得这一数值的运行，其数值无可替代：此时不作结论。',
  '{0} diverged: no verdict.': '{0}发散：不作结论。',
  '{0} finished without this number: no verdict.': '{0}已完成但没有这一数值：不作结论。',
  // src/evidence/claims/not-overfitting.ts
  'It is not over-fitting: the generalisation gap (test − training error) of {0} is at most {1} points wider than that of {2}, or narrower.':
    '这不是过拟合：{0} 的泛化差距（测试误差 − 训练误差）至多比 {2} 大 {1} 个百分点，或小于后者。',
  // src/evidence/claims/paired-claim.ts
  'percentage points': '个百分点',
  'The runs hold no two networks to compare.': '这些运行中没有可供比较的两个网络。',
  '{0}, paired by seed': '{0}，按随机种子配对',
  // src/evidence/pairs/pairing.ts
  'There is no run of {0}.': '没有 {0} 的运行。',
  '{0} with {1}': '采用 {1} 的 {0}',
  'The runs differ in more than kind, depth and seed: not compared.':
    '各次运行除类型、深度和随机种子外还有其他差异：不作比较。',
  'Compared with {0} in both networks.': '比较时两个网络均采用 {0}。',
  '{0} of {1} of seeds have ended.': '按随机种子配成的 {1}中有 {0} 对已结束。',
  'The networks have no seed in common.': '两个网络没有共同的随机种子。',
  '{0} diverged: the interval spans what the worst finished error and chance make of it.':
    '{0}发散：区间同时涵盖以已完成的最大误差和以随机猜测代替的结果。',
  '{0} failed: no verdict.': '{0}失败：不作结论。',
  'Seed {0} is not paired: {1} was computed with {2}, {3} with {4}; --fresh trains them again.':
    '随机种子 {0} 未配对：{1} 由 {2} 计算，{3} 由 {4} 计算；可用 --fresh 重新训练。',
  // src/evidence/claims/parameter-count.ts
  parameters: '个参数',
  '{0} has {1} trainable parameters.': '{0} 有 {1} 个可训练参数。',
  'how far the number of trainable parameters is from {0}': '可训练参数个数与 {0} 之差的绝对值',
  '{0} has {1} parameters': '{0} 有 {1} 个参数',
  '{0} has {1} parameters more or fewer than {2}': '{0} 的参数个数与 {2} 相差 {1}',
  // src/evidence/claims/residual-beats-plain.ts
  'the deepest plain network': '最深的普通网络',
  'its residual twin': '与之对应的残差网络',
  'The shortcut alone decides: {0} ends with a higher training error than {1}, by more than {2} points.':
    '起决定作用的只有捷径连接：{0} 的最终训练误差高于 {1}，且相差超过 {2} 个百分点。',
  'The shortcut alone decides: {0} ends with a higher training error than {1}.':
    '起决定作用的只有捷径连接：{0} 的最终训练误差高于 {1}。',
  // src/evidence/claims/run-claim.ts
  '{0}, of {1}': '{0}（{1}）',
  'One seed: direction only.': '只有一个随机种子：仅显示方向。',
  '{0}, of {1} minus that of {2}, paired by seed': '{0}（{1} 减 {2}，按随机种子配对）',
  'The runs hold no such network.': '这些运行中没有这样的网络。',
  // src/evidence/claims/shortcuts-remove-it.ts
  'the shallowest': '最浅的网络',
  'the deepest residual network': '最深的残差网络',
  'Shortcuts remove it: the training error of {0} is at most {1} points above that of {2}, or below it.':
    '捷径连接消除了退化：{0} 的训练误差至多比 {2} 高 {1} 个百分点，或低于后者。',
  // src/evidence/claims/variant-compared.ts
  'a residual network with {0}': '采用 {0} 的残差网络',
  'the one without': '不采用该设置的残差网络',
  '{0}: {1} ends with a higher training error than {2}.': '{0}：{1} 的最终训练误差高于 {2}。',
  '{0}: the training error of {1} is at most {2} points above that of {3}, or below it.':
    '{0}：{1} 的训练误差至多比 {3} 高 {2} 个百分点，或低于后者。',
  // src/paper/published.ts
  '6.43 (6.61 ± 0.16 over 5)': '6.43（5 次运行为 6.61 ± 0.16）',
  '≈ {0} (read off Fig. 6)': '≈ {0}（读自图 6）',
  '> 60 (Fig. 6)': '> 60（图 6）',
  'He et al. 2015, Table 6 and Fig. 6': 'He et al. 2015，表 6 与图 6',
  'shown only beside runs with the paper’s own settings, from the data to the last step':
    '仅与从数据到最后一步都采用论文设置的运行一并列出',
  'He et al. 2016': 'He et al. 2016',
  'ResNet-110 on CIFAR-10, 64,000 steps': 'CIFAR-10 上的 ResNet-110，64,000 步',
  // src/paper/reproduction.ts
  'a-martyn/resnet on GitHub, one seed': 'GitHub 上的 a-martyn/resnet，一个种子',
  'Its training errors are on augmented images, which err more often than the images as they are.':
    '其训练误差是在增强后的图像上测得的，高于在原图上的误差。',
  // src/reports/sections/beside-reproduction.ts
  'Beside a public reproduction': '与一份公开的复现对照',
  'After epoch': '轮次',
  'Training error here, %': '本次训练误差，%',
  'There, %': '复现，%',
  'There: {0}.': '复现：{0}。',
  'Only epochs of the first learning rate are compared: up to there both trained alike.':
    '只比较学习率首次下降之前的轮次：到此为止，两者的训练方式相同。',
  // src/paper/reduced-budget.ts
  'A quarter of the pixels is a quarter of the arithmetic.': '像素数减为四分之一，计算量也减为四分之一。',
  'Depth is what is studied; narrower networks of the same depth train faster.':
    '研究的对象是深度；深度相同时，较窄的网络训练更快。',
  'Fewer images make an epoch shorter; the training error is what degradation is about.':
    '图像越少，每轮越短；而退化关乎的正是训练误差。',
  'The budget of this preset; networks are compared at an equal number of steps, not at convergence.':
    '这是本预设的训练预算；各网络在相同步数下比较，而非在收敛时比较。',
  'More updates for the same arithmetic.': '以相同的计算量换取更多次更新。',
  'It goes with the smaller batch and the shorter training.': '与较小的批和较短的训练相适应。',
  'A short training needs the large rate for a longer part of it.': '训练较短时，大学习率需要占更长的比例。',
  'The paper needs this at depth 110 only; a short training shows its benefit earlier.':
    '论文只在深度 110 时需要预热；训练较短时，预热的益处更早显现。',
  // src/paper/deviations.ts
  '{0}: {1}; in the paper {2}.': '{0}：{1}；论文：{2}。',
  // src/reports/index-page.ts
  'Why do very deep plain networks fail to train, and what do shortcuts change?':
    '很深的普通网络为何难以训练？捷径连接改变了什么？',
  'Steps that were not run yet ({0})': '尚未运行的步骤（{0}）',
  // src/reports/argument.ts
  'What does depth do at first?': '深度起初有什么作用？',
  'Is it the gradients?': '问题出在梯度吗？',
  'Is it over-fitting?': '这是过拟合吗？',
  'Regularizers keep a network from learning its images by heart. If degradation were that, one of them would help; but it would have to help on the training images.':
    '正则化方法避免网络死记硬背训练图像。若退化就是死记硬背，其中总有一种会有帮助；但它必须在训练图像上有帮助。',
  'Does the full network do the same?': '完整的网络也是如此吗？',
  'Is it about images only?': '只与图像有关吗？',
  'Can layers simply be added?': '层可以随意增加吗？',
  'Normalised initialisation and normalisation layers let deep networks begin to learn; then another problem shows. Do deeper plain networks end with a higher error, on the very images that they are trained on? And with shortcuts, which cost no parameters?':
    '归一化的初始化与归一化层让深层网络开始学习，随后又出现另一个问题。更深的普通网络，是否恰恰在其训练所用的图像上误差更高？有了不增加参数的捷径连接又如何？',
  'Is it capacity that fails, or training?': '失败的是容量，还是训练？',
  'Why might adding the input back help, and must it be unchanged?':
    '把输入加回来为什么可能有帮助？必须原样加回吗？',
  'What would a doubter ask?': '怀疑者会问什么？',
  'What was learned later about why?': '后来对原因有何认识？',
  // src/reports/experiment-report.ts
  '{0} (synthetic data)': '{0}（合成数据）',
  'Synthetic images, not CIFAR-10': '合成图像，而非 CIFAR-10',
  'Synthetic texts, not reviews of films': '合成文本，而非影评',
  'Reviews of films': '影评',
  'Other plans of this experiment:': '本实验的其他计划：',
  'preset {0}': '预设 {0}',
  'Expected.': '预期：',
  'What was measured': '测量结果',
  'The charts are drawn by a script in this file, which your browser does not run. The table of runs below needs none.':
    '图表由本文件中的脚本绘制，而您的浏览器没有运行该脚本。下方的运行表格无需脚本。',
  'All charts': '所有图表',
  'Highlight depth': '突出显示深度',
  'Show all epochs': '显示所有轮',
  'Highlight nothing': '取消突出显示',
  'All experiments': '全部实验',
  'On this page': '本页内容',
  // src/language/numbers.ts
  '{0} %': '{0}%',
  '{0} claim': '{0} 条论断',
  '{0} claims': '{0} 条论断',
  '{0} compared run': '{0} 次参与比较的运行',
  '{0} compared runs': '{0} 次参与比较的运行',
  '{0} epoch': '{0} 轮',
  '{0} epochs': '{0} 轮',
  '{0} pair': '{0} 对',
  '{0} pairs': '{0} 对',
  '{0} row': '{0} 行',
  '{0} rows': '{0} 行',
  '{0} run': '{0} 次运行',
  '{0} runs': '{0} 次运行',
  '{0} seed': '{0} 个随机种子',
  '{0} seeds': '{0} 个随机种子',
  '{0} variant': '{0} 个变体',
  '{0} variants': '{0} 个变体',
  '{0} thread': '{0} 个线程',
  '{0} threads': '{0} 个线程',
  '{0} of {1} passes': '{0}，每轮遍历数据 {1} 遍',
  // src/reports/sections/verdicts.ts
  Verdicts: '结论',
  Claim: '论断',
  'Effect and interval': '效应与区间',
  'Checks, which only a mistake could refute:': '核对（只有出错才会被推翻）：',
  '{0} {1}': '{0} {1}',
  '{0} ({1} … {2}, {3})': '{0}（{1} … {2}，{3}）',
  // src/reports/sections/block-drawing.ts
  'A plain and a residual block': '普通块与残差块',
  'Both blocks put two convolutions behind each other. In the plain block the signal goes down through them and the gradient up through them, and there is no other way. In the residual block the input also goes around them and is added to what they put out; on that way the gradient comes back unchanged.':
    '两种块都由两个相继的卷积组成。在普通块中，信号向下穿过卷积，梯度向上穿过卷积，没有别的路。在残差块中，输入还会绕过卷积，并加到卷积的输出上；梯度沿这条路原样返回。',
  'plain block': '普通块',
  'residual block': '残差块',
  'gradient: one product': '梯度：一个乘积',
  'gradient: product + 1': '梯度：乘积 + 1',
  '↓ signal': '↓ 信号',
  '↑ gradient': '↑ 梯度',
  'a shortcut adds the input back and has no parameters': '捷径连接把输入加回来，自身没有参数',
  '3×3 convolution': '3×3 卷积',
  'norm, ReLU': '归一化，ReLU',
  // src/reports/sections/badges.ts
  'not converged: {0} of the paper’s {1} steps': '未收敛：论文训练 {1} 步，这里为 {0} 步',
  'reduced budget: {0} settings are not the paper’s': '预算有所缩减：{0} 项设置与论文不同',
  'the paper’s settings': '论文的设置',
  'one seed: a direction, not a verdict': '一个随机种子：只见方向，不作结论',
  // src/reports/sections/charts.ts
  'Point at a chart for its values; or reach it with Tab and move with the arrow keys. Drag across epochs to zoom.':
    '将指针移到图上可查看数值；也可用 Tab 键选中图表，再用方向键移动。拖动框选一段轮次可将其放大。',
  'depth {0}': '深度 {0}',
  Hide: '隐藏',
  plain: '普通网络',
  residual: '残差网络',
  // src/reports/sections/answer.ts
  '{0} of {1} hold whatever the seed; of the others one seed shows a direction, not a verdict':
    '{1}中有 {0} 条成立，与随机种子无关；其余只有一个随机种子：只见方向，不作结论',
  'No answer: these runs hold no numbers that a claim compares.':
    '没有答案：这些运行中没有论断所要比较的数值。',
  'Provisional: {0}': '暂定：{0}',
  '{0}.': '{0}。',
  'No answer yet: nothing that a claim compares has finished.': '尚无答案：论断所比较的运行都还没有完成。',
  '{0}: {1}.': '{0}：{1}。',
  '{0} of {1} refuted by these runs': '{1}中有 {0} 条被这些运行推翻',
  'All {0} claims hold': '全部 {0} 条论断均成立',
  '{0} of {1} hold, the other is open': '{1}中有 {0} 条成立，另一条尚无定论',
  '{0} of {1} hold, the others are open': '{1}中有 {0} 条成立，其余尚无定论',
  '{0} running or interrupted': '{0} 次正在运行或已中断',
  '{0} diverged': '{0} 次发散',
  '{0} failed': '{0} 次失败',
  '{0} not started': '{0} 次未开始',
  '{0} of {1} finished ({2}).': '{1}中有 {0} 次已完成（{2}）。',
  'Verdicts are provisional until all have ended.': '全部结束之前，结论都是暂定的。',
  // src/reports/sections/class-errors.ts
  'training error %': '训练误差（%）',
  'Errors of each class': '各类别的误差',
  class: '类别',
  'Final error on each class, of the deepest twins': '最深的一对网络在各类别上的最终误差',
  '{0} makes more mistakes than {1} on {2} of {3} classes of its training examples; they differ most on {4}: {5} and {6} %.':
    '在训练样本的 {3} 个类别中，{0} 有 {2} 个类别出错多于 {1}；两者差别最大的是“{4}”：{5}% 与 {6}%。',
  'Each line is a class. Where the dot of the plain network lies to the right of that of its residual twin, the plain one makes more mistakes on the examples of that class. Is it so for all of them, or for a few?':
    '每一行是一个类别。若普通网络的圆点位于对应残差网络的圆点右侧，则普通网络在该类别的样本上出错更多。所有类别都如此，还是只有少数？',
  'If the networks differed on a few classes alone, those would explain the difference, not depth as such.':
    '若两个网络只在少数类别上不同，则差异源于这些类别，而不在于深度本身。',
  Class: '类别',
  'Means over seeds, at the end of training.': '训练结束时各随机种子的均值。',
  // src/reports/sections/closer.ts
  'Examples on which both disagree': '两个网络判断不一致的样本',
  'Looking closer': '进一步观察',
  'What these networks say of single examples is not known: their runs are from before it was kept. --fresh trains them again.':
    '这些网络对单个样本的预测未知：运行时尚未保存预测。加上 --fresh 可重新训练。',
  'Wrong in {0}, right in {1}': '{0} 判错而 {1} 判对',
  'Seed {0}, at the end of training: of the {1} training examples on which the training error is measured, {2} gets {3} wrong and {4} {5}.':
    '随机种子 {0}，训练结束时：在用于测量训练误差的 {1} 个训练样本中，{2} 判错 {3} 个，{4} 判错 {5} 个。',
  '{0} are wrong in {1} alone, {2} in {3} alone.': '其中 {0} 个只有 {1} 判错，{2} 个只有 {3} 判错。',
  'The images themselves are left out of this page; npm run suite -- report writes it with them.':
    '本页略去了图像本身；运行 npm run suite -- report 可写出带图像的页面。',
  'The images themselves are not shown: the data set was not at hand where this page was written.':
    '未显示图像本身：写出本页的机器上没有该数据集。',
  'Images as the data set has them, {0} pixels, enlarged.': '数据集中的原图，{0} 像素，已放大。',
  'The networks saw them at {0}.': '网络看到的是 {0} 像素的版本。',
  'class {0}': '类别 {0}',
  'Of {0} the {1} with the lowest numbers in the data set, which count from 0.':
    '共 {0} 个，此处显示在数据集中编号最小的 {1} 个（编号从 0 开始）。',
  'All of them, by their numbers in the data set, which count from 0.':
    '全部列出，按其在数据集中的编号排列（编号从 0 开始）。',
  'None.': '无。',
  'training image {0}': '训练图像 {0}',
  'taken for {0}': '误判为：{0}',
  'No. {0}': '编号 {0}',
  // src/data/cifar10/index.ts
  airplane: '飞机',
  automobile: '汽车',
  bird: '鸟',
  cat: '猫',
  deer: '鹿',
  dog: '狗',
  frog: '青蛙',
  horse: '马',
  ship: '船',
  truck: '卡车',
  // src/data/synthetic/index.ts
  'vertical stripes, narrow': '竖条纹，细',
  'horizontal stripes, narrow': '横条纹，细',
  'diagonal stripes, narrow': '斜条纹，细',
  'plaid, narrow': '方格，细',
  'rings, narrow': '圆环，细',
  'vertical stripes, wide': '竖条纹，宽',
  'horizontal stripes, wide': '横条纹，宽',
  'diagonal stripes, wide': '斜条纹，宽',
  'plaid, wide': '方格，宽',
  'rings, wide': '圆环，宽',
  'One seed: a direction, not a verdict': '只有一个随机种子：只见方向，不作结论',
  // src/reports/sections/claims.ts
  'Verdicts are provisional: not every planned run has ended.': '结论是暂定的：计划中的运行尚未全部结束。',
  'Seeds were added after a verdict had been seen, so that these verdicts are exploratory.':
    '看到结论之后又增加了随机种子，因此这些结论只是探索性的。',
  Checks: '核验',
  'These follow from how the networks are made. Only a mistake could refute them, so they do not count as claims that hold.':
    '这些由网络的构造方式决定，只有出错才会不成立，因此不计入成立的论断。',
  ' (provisional)': '（暂定）',
  ' (exploratory)': '（探索性）',
  '✓ Supported': '✓ 得到支持',
  '✗ Refuted': '✗ 被推翻',
  '? Inconclusive': '? 尚无定论',
  'What is claimed, and what the runs say': '论断内容与运行结果',
  'Intervals are widened so that, with all claims of this page together, the chance of any wrong verdict stays below {0}.':
    '区间已加宽，使本页所有论断合计出现任何错误结论的概率低于 {0}。',
  Rule: '判定规则',
  'Nothing to compare yet (n = 0).': '尚无可比较的结果（n = 0）。',
  'Effect: {0} {1}, exact, n = {2}': '效应：{0} {1}，精确值，n = {2}',
  'no interval': '无区间',
  '{0} interval {1} to {2}': '{0} 区间 {1} 至 {2}',
  'Effect: {0} {1}, {2}, n = {3}': '效应：{0} {1}，{2}，n = {3}',
  // src/reports/sections/details.ts
  'What ran': '运行内容',
  'To run it again:': '重新运行的命令：',
  'Settings, beside the paper’s ({0} of {1} differ)': '设置及其与论文的对照（{1} 项中有 {0} 项不同）',
  Setting: '设置',
  'These runs': '这些运行',
  'Bold: not as in the paper. A slash separates values where runs differ. Networks and seeds are in the table of runs.':
    '粗体：与论文不同。各次运行取值不同时，以斜线分隔。网络与随机种子见运行表格。',
  'No setting deviates from the paper.': '没有任何设置与论文不同。',
  'Deviations from the paper ({0})': '与论文的不同之处（{0}）',
  Engine: '引擎',
  Versions: '版本',
  Source: '源代码',
  'commit {0} with uncommitted changes': '提交 {0}，含未提交的更改',
  'commit {0}': '提交 {0}',
  Data: '数据',
  '{0}: {1} training, {2} validation, {3} test examples':
    '{0}：训练样本 {1} 个，验证样本 {2} 个，测试样本 {3} 个',
  'SHA-256 of the data': '数据的 SHA-256',
  'First start': '最早开始时间',
  'Last end': '最晚结束时间',
  'Time of all runs together': '所有运行的总用时',
  'Engine, versions, source, data': '引擎、版本、源代码、数据',
  'Files with all rows': '含全部数据行的文件',
  '{0} on {1}, {2}': '{0}，运行于 {1}，{2}',
  // src/reports/sections/figure.ts
  'Linear axis': '线性坐标轴',
  'Logarithmic axis': '对数坐标轴',
  'Nothing measured yet.': '尚无测量结果。',
  'Data of this chart ({0})': '本图数据（{0}）',
  'Here we see.': '图中可见。',
  'How to read it.': '如何解读。',
  'What would have refuted it.': '什么会推翻它。',
  Shown: '显示',
  'mean over seeds': '随机种子的均值',
  'seed {0}': '随机种子 {0}',
  // src/page/page.ts
  'This chart could not be drawn: {0}': '无法绘制此图：{0}',
  'Download CSV': '下载 CSV',
  'Copy Vega-Lite specification': '复制 Vega-Lite 规范',
  Copied: '已复制',
  'The first {0} of {1} rows; the file has all.': '仅显示 {1} 行中的前 {0} 行；全部数据见文件。',
  'How this page looks': '页面外观',
  chart: '图表',
  'end of training': '训练结束',
  'epoch {0}': '第 {0} 轮',
  Light: '浅色',
  Dark: '深色',
  'As the system': '跟随系统',
  'Live: follows the training': '实时：随训练更新',
  // src/reports/sections/references.ts
  References: '参考文献',
  // src/reports/sections/run-table.ts
  'All runs': '全部运行',
  'No run has started.': '尚无运行开始。',
  'Means of each network': '各网络的均值',
  '{0} of {1}': '{1} 中的 {0}',
  'Means over finished seeds.': '已完成的各随机种子的均值。',
  'Each run': '每次运行',
  'The head of a column sorts by it.': '点击列标题即按该列排序。',
  'A depth leads to the curves of that network, or that run, and highlights them in all charts.':
    '点击深度即转到该网络或该次运行的曲线，并在所有图表中突出显示。',
  '{0} layers, {1}: show its curves': '{0} 层，{1}：显示其曲线',
  '{0} layers, {1}, seed {2}: show its curves': '{0} 层，{1}，随机种子 {2}：显示其曲线',
  Kind: '类型',
  Depth: '深度',
  Variant: '变体',
  Seed: '随机种子',
  Parameters: '参数个数',
  'Training error %': '训练误差（%）',
  'Validation error %': '验证误差（%）',
  'Test error %': '测试误差（%）',
  'Test − training': '测试 − 训练',
  'Paper, test error %': '论文的测试误差（%）',
  Time: '用时',
  Status: '状态',
  'Errors of the last epoch of finished runs, or of the one that early stopping returned to.':
    '误差取自已完成运行的最后一轮，或早停所恢复到的那一轮。',
  'Seeds differ in initial weights, order, augmentation and, where not all examples are trained on, in which; test examples are the same for all: ± is the standard error of the test error that so few of them leave (binomial).':
    '不同随机种子的初始权重、样本顺序与数据增强各不相同；若未用全部样本训练，所选的训练样本也不同。测试样本则都相同：± 为测试样本有限所致的测试误差的标准误（二项分布）。',
  'running at epoch {0} of {1}': '运行中，第 {0} 轮（共 {1} 轮）',
  'diverged at epoch {0} of {1}': '发散于第 {0} 轮（共 {1} 轮）',
  'failed at epoch {0} of {1}': '失败于第 {0} 轮（共 {1} 轮）',
  finished: '已完成',
  'finished at epoch {0}, the result is that of epoch {1}': '于第 {0} 轮完成，结果取自第 {1} 轮',
  '{0}: {1}': '{0}：{1}',
  'Paper: {0}.': '论文数值：{0}。',
  'The paper’s numbers are not shown: they are {0}.': '未列出论文中的数值：它们{0}。',
  // src/paper/settings.ts
  ', ': '，',
  'Data set': '数据集',
  Resolution: '分辨率',
  'Training images': '训练图像数',
  'Images for the training error': '用于计算训练误差的图像数',
  'Validation images': '验证图像数',
  'Test images': '测试图像数',
  'Network for': '网络面向',
  Shortcut: '捷径连接',
  'Batch normalisation': '批归一化',
  yes: '是',
  Blocks: '块',
  'two 3×3 convolutions': '两个 3×3 卷积',
  'Order in a block': '块内顺序',
  'convolution first': '卷积在前',
  'Initial weights': '初始权重',
  'Layers added in training': '训练中添加的层',
  none: '无',
  Steps: '步数',
  'Images per step': '每步图像数',
  'Learning rate': '学习率',
  'Learning rate falls': '学习率下降',
  'Warm-up': '预热',
  'Weight decay': '权重衰减',
  'Horizontal flips': '水平翻转',
  'Added regularizers': '添加的正则化方法',
  no: '否',
  '{0} ({1})': '{0}（{1}）',
  never: '不下降',
  '×{0} at {1} %': '{1}% 处 ×{0}',
  '{0}×{1} pixels': '{0}×{1} 像素',
  bottleneck: '瓶颈',
  'pre-activation': '预激活',
  '{0}, standard deviation ×{1}': '{0}，标准差 ×{1}',
  'identity layers, to a network of depth {0}, after {1} % of the epochs':
    '完成 {1}% 的轮数后，在深度为 {0} 的网络上添加恒等映射层',
  'linear, from ×{0}, over the first {1} % of steps': '线性，在前 {1}% 的步内从 ×{0} 升起',
  'constant, ×{0}, over the first {1} % of steps': '恒定，在前 {1}% 的步内为 ×{0}',
  'section 4.2': '第 4.2 节',
  'authors’ notes on their models': '作者关于其模型的说明',
  'not stated': '未说明',
  'section 3.4': '第 3.4 节',
  'Table 1': '表 1',
  'section 4.1': '第 4.1 节',
  '1.28 million': '128 万',
  '{0}: “trained on the training set”; the split of 45,000 and 5,000 set the schedule':
    '{0}：“在训练集上训练”；45,000 与 5,000 的划分用于确定学习率的下降时机',
  all: '全部',
  '{0}, not augmented': '{0}，未做数据增强',
  '{0}; whether they were augmented is left open': '{0}；是否做了数据增强，论文未说明',
  '{0}: none is left when all images are trained on': '{0}：用全部图像训练时没有剩余',
  'Filters of the stages': '各阶段的滤波器数',
  'section 1 argues with it and does not train it': '第 1 节以此论证，但并未训练',
  Optimizer: '优化器',
  '{0}; the rule is Caffe’s: {1}': '{0}；更新规则与 Caffe 相同：{1}',
  '×{0} whenever the error no longer falls': '每当误差不再下降时 ×{0}',
  '×{0} until the training error is below {1} %, about {2} steps': '训练误差低于 {1}% 之前为 ×{0}，约 {2} 步',
  'Zero padding before the random crop': '随机裁剪前的零填充',
  '{0} of {1} pixels': '{1} 像素中的 {0} 像素',
  'no crop': '不裁剪',
  'none: crops of larger images': '无：从更大的图像中裁剪',
  'Batch norm in training: images behind each statistic': '训练时的批归一化：每个统计量所用的图像数',
  'Batch norm in evaluation': '评估时的批归一化',
  'mean and variance of a large training batch, computed after training':
    '训练结束后在一大批训练图像上计算的均值与方差',
  'moving averages; each batch replaces a tenth': '滑动平均；每批更新十分之一',
  Pixels: '像素',
  'mean of each pixel subtracted': '逐像素减去均值',
  'mean of each pixel subtracted, then divided by one standard deviation':
    '逐像素减去均值，再除以同一个标准差',
  'Order of images': '图像顺序',
  'shuffled before every epoch': '每轮之前重新打乱',
  'none: text': '无：文本',
  'What is read': '读入的内容',
  images: '图像',
  'of each text the first {0} {1}, in lower case': '每段文本的前 {0} 个{1}，转为小写',
  Vocabulary: '词表',
  'the {0} most frequent {1} of the training texts; all others count as one':
    '训练文本中最常见的 {0} 个{1}；其余的都算作同一个',
  words: '单词',
  characters: '字符',
  text: '文本',
  'two convolutions of windows of 3': '两个窗口为 3 的卷积',
  'Images that do not fill a last batch': '不足一批的剩余图像',
  'left out; others in every epoch': '舍去；每轮舍去的不同',
  'scaled by 0.5, and so are branches': '乘以 0.5（残差分支亦然）',
  'gated, one minus what branches are multiplied by': '带有门控（其系数为一减去残差分支的系数）',
  'under dropout of one half': '带有比率为二分之一的 dropout',
  'Changed blocks': '改动的块',
  'section 3.1': '第 3.1 节',
  'Dirac parametrisation': 'Dirac 参数化',
  'concatenated ReLUs, looks-linear initialisation': '拼接的 ReLU，looks-linear 初始化',
  'branches multiplied by a learned number, from 0': '分支乘以从 0 开始学习的系数',
  'no ReLU after the addition': '相加之后没有 ReLU',
  'batch normalisation after the addition': '相加之后批归一化',
  // src/playground/page/words.ts
  'Watch a plain and a residual network train': '看普通网络与残差网络训练',
  'Two networks train here, in your browser, from the same weights on the same examples. Nothing is recorded and nothing is sent. This is a demonstration, made to be quick; the experiments are the evidence.':
    '两个网络就在你的浏览器里训练，初始权重相同，样本也相同。没有预先录制的内容，也不发送任何数据。这是为求快速而作的演示；证据在各项实验中。',
  'Four clicks': '点四下',
  'First network': '第一个网络',
  'Second network': '第二个网络',
  'Both networks': '两个网络',
  Width: '宽度',
  'Batch norm': '批归一化',
  'Initial weights, times': '初始权重，倍数',
  Regularizer: '正则化方法',
  'with options': '参数',
  negative: '负面',
  positive: '正面',
  'synthetic images': '合成图像',
  'synthetic texts': '合成文本',
  'reviews of films': '电影评论',
  Settings: '设置',
  Start: '开始',
  Pause: '暂停',
  'One step': '单步',
  Rewind: '回退',
  'to epoch {0}': '到第 {0} 轮',
  'Add a second pair': '再加一对',
  'Remove this pair': '移除这一对',
  'Pair {0}': '第 {0} 对',
  'The engine is loading …': '正在载入引擎……',
  'Your browser cannot unpack this page ({0}). Open it in a newer one.':
    '您的浏览器无法解开本页的内容（{0}）。请用较新的浏览器打开。',
  'Engine: wasm, WebAssembly on one thread a network, with this project’s own gradient kernels. TensorFlow.js {0}.':
    '引擎：wasm，每个网络使用一个线程的 WebAssembly，梯度内核由本项目编写。TensorFlow.js {0}。',
  'Engine: WebGPU, the graphics processor with TensorFlow.js’s own kernels. Its last digits are not those of wasm, and going back may give slightly other numbers. TensorFlow.js {0}.':
    '引擎：WebGPU，即图形处理器，使用 TensorFlow.js 自带的内核。末几位数字与 wasm 不同，退回之后再训练，数值也可能略有出入。TensorFlow.js {0}。',
  'This cannot be trained: {0}': '无法训练：{0}',
  'After {0} examples {1} errs on {2} % of those it trains on, {3} on {4} %.':
    '看过 {0} 个样本之后，{1} 的训练误差为 {2}%，{3} 为 {4}%。',
  '{0} has seen {1} examples and errs on {2} % of those it trains on; {3} has seen {4} and errs on {5} %.':
    '{0} 看过 {1} 个样本，训练误差为 {2}%；{3} 看过 {4} 个，训练误差为 {5}%。',
  'Not trained yet.': '尚未训练。',
  'Error in %, by examples seen': '误差（%），按看过的样本数',
  'Solid: training examples, not augmented. Dashed: test examples. Each dot is the end of an epoch.':
    '实线：未作增强的训练样本。虚线：测试样本。每个圆点是一轮的结束。',
  guessing: '随机猜测',
  'Loss of the batches': '各批的损失',
  'Gradient of each layer': '各层的梯度',
  'From the first layer, left, to the last. A column is the norm of the loss gradient now, a line across it the one before: after One step both are of the same examples, while it runs of the batches learned from. Logarithmic.':
    '从左侧的第一层到最后一层。柱是当前损失梯度的范数，柱上的横线是前一次的范数：单步之后，二者来自相同的样本；连续运行时，来自正在学习的各批。对数坐标。',
  'Response of each layer': '各层的响应',
  'Standard deviation of what each convolution puts out, at the end of each epoch; a line across it the epoch before.':
    '每一轮结束时，各卷积输出的标准差；柱上的横线是前一轮的值。',
  'What it takes them for': '它把样本认作什么',
  'Take blocks out': '取出块',
  'The error without them, at once; training goes on with the whole network. A block that changes the shape keeps what its shape needs.':
    '立即显示没有这些块时的误差；训练仍用完整的网络。改变形状的块会保留形状所需的部分。',
  '{0}: take out block {1}': '{0}：取出块 {1}',
  'Without {0} of {1} blocks: training error {2} %, test error {3} %. Whole: {4} % and {5} %.':
    '{1} 块中取出 {0} 块：训练误差 {2}%，测试误差 {3}%。完整网络：{4}% 和 {5}%。',
  'Epoch {0}, step {1}, {2} examples/s': '第 {0} 轮，第 {1} 步，每秒 {2} 个样本',
  'Epoch {0}, step {1}': '第 {0} 轮，第 {1} 步',
  '{0} parameters': '{0} 个参数',
  'Diverged: a number became NaN or infinite.': '已发散：出现了 NaN 或无穷大。',
  'Finished.': '已完成。',
  'Stopped early; it has the weights of its best epoch again.': '已提前停止，恢复了最好一轮的权重。',
  'The regularizer cannot act on this kind; trained without.': '该正则化方法不适用于这类网络，训练时不使用。',
  '{0} {1} %': '{0} {1}%',
  'is: {0}': '实际：{0}',
  Numbers: '数值',
  'Gradient norm': '梯度范数',
  Before: '之前',
  Response: '响应',
  'Training error in %': '训练误差（%）',
  'Error curves: {0}': '误差曲线：{0}',
  'Gradient norms of {0}: first layer {1}, last layer {2}': '{0} 的梯度范数：第一层 {1}，最后一层 {2}',
  'Responses of {0}: first layer {1}, last {2}': '{0} 的响应：第一层 {1}，最后一层 {2}',
  'Losses of the last batches': '最近各批的损失',
  'The address of this page holds all settings: copy it to show others what you see.':
    '本页地址包含全部设置：复制地址，别人就能看到同样的内容。',
  // src/playground/stories.ts
  Shallow: '浅层',
  'Eight layers: do the plain network and its residual twin both learn?':
    '八层：普通网络和对应的残差网络是否都能学习？',
  'Deep and plain': '深层普通网络',
  'Thirty-two layers could do all that eight can, and more: does training find it?':
    '三十二层能做到八层所能做到的一切，而且更多：训练能找到吗？',
  'Deep with shortcuts': '深层加捷径连接',
  'The same thirty-two layers, from the same weights, with an addition around every second one: what changes?':
    '同样的三十二层，同样的初始权重，每两层多一次相加：有什么变化？',
  'Without batch norm': '没有批归一化',
  'Small first weights and nothing that normalises: watch what is left of the gradient in each.':
    '初始权重小，又没有任何归一化：看两个网络的梯度各还剩多少。',
  // src/reports/argument.ts, src/reports/index-page.ts
  'See it happen: a plain and a residual network train in your browser':
    '亲眼看看：普通网络与残差网络在你的浏览器中训练',
  'A convolutional network goes from pixels to abstract features layer by layer. A few layers more lower the error a lot, and after each of them the classes are easier to tell apart.':
    '卷积网络逐层由像素走向抽象特征。多几层就能大幅降低误差，而且每过一层，各类别都更容易区分。',
  'What reaches the first layers is a product of many factors. If most are below one, the gradient vanishes; if most are above, it explodes. Initialisation and normalisation are the usual cure, and they work.':
    '到达最初几层的梯度是许多因子的乘积：多数小于一则梯度消失，多数大于一则梯度爆炸。恰当的初始化与归一化是通常的对策，而且有效。',
  'The same blocks, as bottlenecks of three convolutions, make up ResNet-50 for ImageNet with its 25,557,032 parameters.':
    '同样的块以三层卷积的瓶颈形式，组成用于 ImageNet 的 ResNet-50，共 25,557,032 个参数。',
  'Is it the pixels? Networks of the same blocks that read rows of words answer that: one-dimensional convolutions over an embedding, plain and residual, of growing depth.':
    '是像素的缘故吗？用同样的块搭成、逐词读取文本的网络给出答案：在词嵌入上做一维卷积，分普通与残差两种，逐步加深。',
  'Depth 17 is compared with depth 49; whether depth 9 is too shallow is a claim of its own.':
    '以深度 17 与深度 49 相比较；深度 9 是否太浅，另有一条论断。',
  'That is the question: whether the effect is one of images. Four stages and depths as in Conneau et al. 2017.':
    '这正是要回答的问题：该现象是否只属于图像。四个阶段及各深度仿照 Conneau 等人 2017。',
  'Do networks that read text show the same?': '读文本的网络也是如此吗？',
  'Do deeper plain networks end up with a higher error on their own training examples where these are texts, too? And do shortcuts remove that?':
    '训练样本是文本时，更深的普通网络是否也会在这些样本上得到更高的误差？捷径连接能否消除这一现象？',
  'Conneau et al. (2017) trained convolutional networks of 9, 17, 29 and 49 layers on large sets of texts: plain ones gained up to 29 layers and lost again at 49; with shortcuts 49 layers did no harm, but shallow networks did worse with them than without. They read characters and report test errors. Here networks read words of far fewer texts, and the training error decides.':
    'Conneau 等人（2017）在大型文本数据集上训练了 9、17、29 和 49 层的卷积网络：普通网络加深到 29 层一直受益，到 49 层则变差；有捷径连接时，49 层没有坏处，但浅层网络反而不如没有捷径连接的。他们的网络读取字符，报告的是测试误差。这里的网络读取单词，文本少得多，并以训练误差为准。',
  'Compare the slopes, in the training panel first: those are texts that the networks were trained on. Does the plain line climb from depth 17 to 49 there, and the residual line not? At depth 9 look at which line is lower in the test panel: there shortcuts are said to cost something.':
    '比较斜率，先看训练子图：那是网络训练所用的文本。普通网络的线在其中从深度 17 到 49 是否上升，而残差网络的线并不上升？在深度 9 处，看测试子图中哪条线更低：据文献，捷径连接在那里是有代价的。',
  'If the plain line fell from left to right in the training panel, degradation would be a matter of images. If the residual line climbed with it, shortcuts would be no cure here.':
    '如果普通网络的线在训练子图中从左到右下降，退化就只是图像的问题。如果残差网络的线随之上升，捷径连接在这里就不是解决办法。',
  'Follow the heavy lines (training error). In the plain panel, do those of the deepest networks stay up near 50 %, which is guessing? And do they come down with the others where there are shortcuts?':
    '看粗线（训练误差）。在普通网络的子图中，最深网络的粗线是否停留在 50% 附近，即随机猜测？有捷径连接时，它们是否与其他网络一同下降？',
  'If the deepest plain network were still falling as fast as the others at the end, it would lack time, which a longer training could tell.':
    '如果最深的普通网络到最后仍与其他网络下降得一样快，那它缺的是时间，训练更久即可见分晓。',
  'Shortcuts cost something in shallow text networks: {0} ends with a higher test error than {1}.':
    '在浅层文本网络中捷径连接有代价：{0} 的最终测试误差高于 {1}。',
  'Other experiments': '其他实验',
  'An argument in {0} steps, each of which can be run, seen and doubted. The text says what the literature argues; pictures and verdicts come from the runs at hand; the reports have the numbers, the rules and the files.':
    '一个分为 {0} 步的论证，每一步都可以运行、观看和质疑。文字陈述文献中的观点；图与结论来自手头的运行；各报告给出数值、规则与文件。',
  'Some of these results are from synthetic data: they show that the suite works, not what real images and texts show.':
    '其中部分结果来自合成数据：它们只说明这套程序能够运行，不说明真实图像和文本上的结论。',
  '{0} of {1} done': '已完成 {0}/{1}',
  'Full report: {0}': '完整报告：{0}',
  '{0} supported, {1} refuted, {2} inconclusive': '{0} 条得到支持，{1} 条被推翻，{2} 条尚无定论',
  'Not run yet. To run it:': '尚未运行。运行方法：',
  '; ': '；',
  'Effect: {0} {1}, {2}, n = {3}; Hedges’ g = {4}': '效应：{0} {1}，{2}，n = {3}；Hedges’ g = {4}',
  'Hedges’ g is the effect in standard deviations of the differences between seeds.':
    'Hedges’ g 是以各随机种子间差值的标准差为单位的效应量。',
  'The space of solutions of a deep network holds the shallower one’s: copy the shallow network, let the added layers be the identity, and the deep one is exactly as good. From scratch, training does not find it.':
    '深层网络的解空间包含较浅网络的解：复制浅层网络，令新增的各层为恒等映射，得到的深层网络与之完全一样好。而从头训练却找不到它。',
  'Let a block learn what to add, F(x), and put out x + F(x). Then the last block’s output is the first one’s plus a sum of small residuals, and the gradient comes back along the same sum: its “1” reaches every depth undiminished. Whatever multiplies the shortcut (a factor, a gate, a convolution, dropout) multiplies the signal once for every block, and the short way is no longer one.':
    '让每一块学习要加上的量 F(x)，并输出 x + F(x)。于是最后一块的输出等于第一块的输出加上若干小残差之和，梯度也沿同一求和式返回：恒等项使梯度无衰减地传到每一层。凡是乘在捷径连接上的东西（系数、门控、卷积、dropout），每经过一块就对信号乘一次，捷径便不再是捷径。',
  'Would the deep plain network not catch up if it were trained longer, by another optimizer, with a learning rate of its own? Or if it were wider?':
    '若训练更久、换一种优化器、采用各自的学习率，深层普通网络会不会赶上来？加宽呢？',
  'Gradients of deep plain networks turn into white noise, those of residual networks stay alike (Balduzzi et al. 2017). Residual networks behave like collections of paths: take out a block, and little is lost (Veit et al. 2016). Shortcuts smooth the surface of the loss (Li et al. 2018). What makes depth trainable is a start near the identity, by whatever means.':
    '深层普通网络的梯度变成白噪声，残差网络的梯度则保持相似（Balduzzi et al. 2017）。残差网络的表现如同许多路径的集合：取出一个块，损失甚微（Veit et al. 2016）。捷径连接使损失曲面变得平滑（Li et al. 2018）。使深层网络可训练的，是从恒等映射附近开始，方法不限。',
  // src/reports/comparison/overlays.ts
  'In each panel, compare the two colours: heavy lines with heavy ones (training error), dashed lines with dashed ones (test error). What lowers the dashed line and not the heavy one helps against over-fitting, not against degradation.':
    '在每个子图中比较两种颜色：粗线与粗线（训练误差），虚线与虚线（测试误差）。只降低虚线而不降低粗线的做法，有助于对付过拟合，而不是退化。',
  'Lines are means over seeds, bands (from five seeds on) 95 % t intervals of each set alone: paired by seed, as in the differences above, less is left to chance.':
    '曲线为各随机种子的均值，色带（五个及以上随机种子时）为各集合单独的 95% t 区间；像上文的差值那样按随机种子配对，偶然性更小。',
  // src/reports/comparison
  '{0}: {1} and {2}': '{0}：{1} 与 {2}',
  'What changes with {0} instead of {1}?': '用 {0} 代替 {1}，会有什么变化？',
  'To compare again:': '重新比较：',
  'What differs between the sets': '两组之间的不同之处',
  'No setting differs: what is seen below comes from what settings do not say, such as the source, or from nothing but chance.':
    '设置没有不同：下面所见的差异来自设置之外的因素（例如源代码），或者只是偶然。',
  'One setting differs: what is seen below comes from it, as far as chance and the source allow.':
    '只有一项设置不同：排除偶然和源代码的影响后，下面所见的差异来自这一项。',
  'Several settings differ: which of them makes a difference cannot be seen here.':
    '有多项设置不同：无法由此看出是其中哪一项造成了差异。',
  'Only in {0}, compared with nothing: {1}.': '只在 {0} 中，没有可比较的对象：{1}。',
  Differences: '差异',
  'The sets have no kind of network and depth in common.': '两组没有种类和深度都相同的网络。',
  lower: '更低',
  higher: '更高',
  'no difference shown': '未显示差异',
  Difference: '差异',
  '{0} interval': '{0} 区间',
  Seeds: '随机种子数',
  'Hedges’ g': 'Hedges’ g',
  Verdict: '结论',
  'Second minus first, paired by seed; means of the seeds that finished in both sets. Intervals are Student’s t, widened so that all of this page hold together with 95 % (Bonferroni). A difference is shown where the interval does not hold 0; one seed has no interval. Hedges’ g is the difference in standard deviations of the differences between seeds.':
    '第二组减第一组，按随机种子配对；均值取自在两组中都已完成的随机种子。区间为 Student t 区间，并已放宽，使本页所有区间同时成立的概率为 95%（Bonferroni）。区间不含 0 时，即显示有差异；只有一个随机种子时没有区间。Hedges’ g 以各随机种子差值的标准差为单位表示差异。',
  '{0} to {1}': '{0} 至 {1}',
  'nothing to decide by': '无从判断',
  'Final error: {0} minus {1}': '最终误差：{0} 减 {1}',
  'Left of the line at 0 the second set has the lower error, right of it the higher one. A bar that does not touch the line shows a difference that chance does not explain.':
    '零线左侧表示第二组误差更低，右侧表示误差更高。不触及零线的横条表示偶然无法解释的差异。',
  'A bar crossing 0 leaves it undecided; it does not show that there is no difference. The shorter the bar, the smaller is what could have been missed.':
    '区间条跨过 0，则尚无定论，并不说明没有差异。区间条越短，可能漏掉的差异就越小。',
  'Means of differences between runs of the same seed, with {0} t intervals: widened so that all of this page hold together with 95 %.':
    '同一随机种子的运行之间差值的均值及 {0} t 区间；区间已放宽，使本页所有区间同时成立的概率为 95%。',
  'Difference in percentage points': '差异（百分点）',
  difference: '差异',
  from: '从',
  'No answer yet: no network has finished with the same seed in both sets.':
    '尚无答案：还没有网络以相同的随机种子在两组中都完成。',
  'One seed: a direction, not a verdict.': '一个随机种子：只见方向，不作结论。',
  'lower in {0}': '在 {0} 中更低',
  'higher in {0}': '在 {0} 中更高',
  'no difference in {0} is shown': '{0}未显示差异',
  'the {0} is {1}': '{0}{1}',
  'With {0} instead of {1}: {2}.': '用 {0} 代替 {1}：{2}。',
  '{0} ({1} points)': '{0}（{1} 个百分点）',
  'Lines whose bands overlap from beginning to end show no difference.':
    '若两条曲线的区间带自始至终重叠，则没有显示差异。',
  'Gradient norm from input to classifier, last epoch': '从输入到分类器的梯度范数，最后一轮',
  'One line above the other means larger gradients throughout; lines of different slope mean that the signal gains or loses strength on its way from the classifier, on the right, to the input, on the left.':
    '一条曲线整体高于另一条，说明各处梯度更大；斜率不同，说明信号从右侧的分类器传到左侧的输入时，一路增强或减弱的程度不同。',
  'Lines on top of each other mean that what differs between the sets does not act through the size of gradients.':
    '若两条曲线重合，则两组之间的不同之处并不通过梯度大小起作用。',
  Set: '组',
  Comparisons: '比较',
  'Lines of single seeds are drawn with {0} of up to {1} points: of each stretch of epochs the lowest and the highest, and both ends; all are in the CSV files.':
    '单个随机种子的曲线最多有 {1} 个点，这里画出其中 {0} 个：每段轮次中的最低点与最高点，以及两端；全部数据见 CSV 文件。',
};
